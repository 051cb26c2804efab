#include <gtest/gtest.h>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/ConstrainedOperators.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <algorithm>
#include <cmath>

#include "operators/Matrices.hpp"
#include "solvers/Problems.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr GlobalIndex N = 24;
constexpr double Tau = 3.7;

/// A full A, a diagonal B, and two B-orthonormal vectors C.
class ConstrainedOperators : public testing::Test {
 protected:
  ConstrainedOperators() {
    const auto X = std::make_shared<Block>(hashBlock(map, 2, 5));
    for (std::size_t j = 0; j < 2; ++j) {
      const auto x = X->getVectorNonConst(j);
      if (j == 1) x->update(-x->dot(*image(B, *X->getVector(0)).getVector(0)), *X->getVector(0), 1.0);
      x->scale(1 / std::sqrt(x->dot(*image(B, *x).getVector(0))));
    }
    C = X;
    BC = std::make_shared<Block>(image(B, *X));
  }

  /// P X = X − C CᴴB X.
  Block inside(const Block& X) const {
    Block Y(X, Teuchos::Copy);
    removeSpan(*C, *BC, Y);
    return Y;
  }
  /// max |VᴴW|.
  static double overlap(const Block& V, const Block& W) {
    double worst = 0.0;
    const Dense<double> G = gram(V, W);
    for (int j = 0; j < G.cols(); ++j)
      for (int i = 0; i < G.rows(); ++i) worst = std::max(worst, std::abs(G(i, j)));
    return worst;
  }

  MapPtr map = makeMap(N);
  OperatorPtr<double> A = rotatedOperator(map, [](GlobalIndex g) { return 0.5 + real(g); });
  OperatorPtr<double> B = diagonalOperator(map, [](GlobalIndex g) { return 1.0 + real(g % 3); });
  MultiVectorPtr<double> C, BC;
};

TEST_F(ConstrainedOperators, LeaveNothingOfTheSpanThatIsRemoved) {
  Block X = hashBlock(map, 3, 1);
  removeSpan(*C, *BC, X);
  EXPECT_LE(overlap(*BC, X), 1e-14);
  const Block before(X, Teuchos::Copy);
  removeSpan(*C, *BC, X);
  EXPECT_LE(distance(X, before), 1e-14);
}

TEST_F(ConstrainedOperators, AreTheOperatorBetweenVectorsOfTheComplement) {
  const ConstrainedOperator<double> constrained(A, C, BC, Tau);
  const Block X = inside(hashBlock(map, 2, 1)), Y = inside(hashBlock(map, 2, 2));
  Block AX(map, 2);
  constrained.apply(X, AX);
  EXPECT_LE(overlap(*C, AX), 1e-12);
  const Dense<double> found = gram(Y, AX), expected = gram(Y, image(A, X));
  for (int j = 0; j < 2; ++j)
    for (int i = 0; i < 2; ++i) EXPECT_NEAR(found(i, j), expected(i, j), 1e-12);
}

TEST_F(ConstrainedOperators, HaveTheConstraintsForVectorsWithTheValueTau) {
  const ConstrainedOperator<double> constrained(A, C, BC, Tau);
  Block AC(map, 2), expected(*BC, Teuchos::Copy);
  constrained.apply(*C, AC);
  expected.scale(Tau);
  EXPECT_LE(distance(AC, expected), 1e-12);
  EXPECT_LE(transposeDefect(constrained), 1e-12);
}

TEST_F(ConstrainedOperators, KeepAPreconditionerDefiniteAndInTheComplement) {
  const auto K = rotatedOperator(map, [](GlobalIndex g) { return 1.0 / (0.5 + real(g)); });
  const ConstrainedPreconditioner<double> constrained(K, C, BC, Tau);
  Block KBC(map, 2), expected(*C, Teuchos::Copy);
  constrained.apply(*BC, KBC);
  expected.scale(Tau);
  EXPECT_LE(distance(KBC, expected), 1e-12);

  Block R = hashBlock(map, 2, 1), KR(map, 2);
  removeSpan(*BC, *C, R);
  constrained.apply(R, KR);
  EXPECT_LE(overlap(*BC, KR), 1e-12);
  for (std::size_t j = 0; j < 2; ++j) EXPECT_GT(R.getVector(j)->dot(*KR.getVector(j)), 0.0);
  EXPECT_LE(transposeDefect(constrained), 1e-12);
}

TEST_F(ConstrainedOperators, HaveAnInverseThatCountsTheirValues) {
  if (!hasFactorization()) GTEST_SKIP() << "this build has no sparse factorisation";
  const auto chain = toeplitzMatrix(map, 2.0, -1.0);
  std::vector<MatrixEntry<double>> entries;
  for (GlobalIndex g = 0; g < N; ++g) entries.push_back({g, g, 1.0 + real(g % 3)});
  const auto whole = std::make_shared<ConstrainedOperator<double>>(chain, C, BC, Tau);
  EigenOptions options;
  options.numPairs = N;
  options.which = Smallest{};
  options.method = Lapack{};
  const auto values = eigsolve<double>({whole, B}, options).values;
  ASSERT_EQ(values.size(), std::size_t(N));

  std::shared_ptr<const ShiftInverse<double>> inverse = std::make_shared<ConstrainedInverse<double>>(
      makeFactoredInverse<double>(chain->matrix(), matrixOf(map, entries)->matrix()), C, BC, Tau);
  for (const double sigma : {0.4, -1.0, 5.0}) {  // among the values, below all, above all
    inverse = inverse->movedTo(sigma);
    EXPECT_EQ(inverse->shift(), sigma);
    EXPECT_EQ(inverse->numBelow(),
              std::count_if(values.begin(), values.end(), [=](double value) { return value < sigma; }));
    const Block X = hashBlock(map, 2, 1);
    Block shifted(map, 2), back(map, 2);
    whole->apply(X, shifted);
    shifted.update(-sigma, image(B, X), 1.0);
    inverse->apply(shifted, back);
    EXPECT_LE(distance(back, X), 1e-11) << sigma;
  }
}

}  // namespace
