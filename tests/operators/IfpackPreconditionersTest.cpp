#include <gtest/gtest.h>
#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/TrilinosPreconditioner.hpp>

#include <cmath>

#include "operators/Matrices.hpp"
#include "operators/PreconditionedSpectrum.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

/// Skips the test where the Trilinos found has no Ifpack2.
class IfpackPreconditioners : public testing::Test {
 protected:
  void SetUp() override {
    try {
      makeChebyshev(assembledMatrix<double>(cubeLaplacian(2)), Chebyshev{});
    } catch (const NotSupported&) {
      GTEST_SKIP() << "no Ifpack2 in this Trilinos";
    }
  }

  /// Pairs of unknowns, coupled to each other alone, so that no rank's rows are coupled to another's.
  static std::shared_ptr<const MatrixOperator<double>> pairs(double diagonal) {
    std::vector<MatrixEntry<double>> entries;
    for (GlobalIndex i = 0; i < 60; ++i) {
      entries.push_back({i, i, diagonal + real(i % 7)});
      entries.push_back({i, i + (i % 2 == 0 ? 1 : -1), 1.0});
    }
    return matrixOf(makeMap(60), entries);
  }
};

TEST_F(IfpackPreconditioners, FactorExactlyWhereThereIsNoFill) {
  const auto A = pairs(2.0);
  const auto K = makeIlu(A->matrix(), Ilu{}, 0.0);
  ASSERT_TRUE(K);
  const Block X = hashBlock(A->getDomainMap(), 2);
  EXPECT_LE(distance(image(K, image(A, X)), X), 20 * Epsilon);
}

TEST_F(IfpackPreconditioners, FactorAShiftedDiagonal) {
  const double shift = 0.25;
  const auto A = pairs(2.0);
  const auto K = makeIlu(A->matrix(), Ilu{}, shift);
  const Block X = hashBlock(A->getDomainMap(), 1);
  Block shifted = image(A, X);
  shifted.update(shift, image(diagonalOperator(makeMap(60), [](auto i) { return 2.0 + real(i % 7); }), X),
                 1.0);
  EXPECT_LE(distance(image(K, shifted), X), 20 * Epsilon);
}

TEST_F(IfpackPreconditioners, HaveNoFactorsWithPivotsThatAreNotPositive) {
  EXPECT_EQ(makeIlu(pairs(0.5)->matrix(), Ilu{}, 0.0), nullptr);  // 0.5·1.5 < 1
  EXPECT_TRUE(makeIlu(pairs(0.5)->matrix(), Ilu{}, 1.0));
}

TEST_F(IfpackPreconditioners, AreSymmetric) {
  const auto A = cubeLaplacian(4);
  const auto matrix = assembledMatrix<double>(A);
  EXPECT_LE(transposeDefect(*makeIlu(matrix, Ilu{}, 0.0)), 1e-14);
  EXPECT_LE(transposeDefect(*makeChebyshev(matrix, Chebyshev{})), 1e-14);
}

TEST_F(IfpackPreconditioners, BringTheConditionDown) {
  const auto A = cubeLaplacian(6);
  const auto matrix = assembledMatrix<double>(A);
  const double before = conditionOf(preconditionedSpectrum(A, nullptr));
  const double factored = conditionOf(preconditionedSpectrum(A, makeIlu(matrix, Ilu{}, 0.0)));
  EXPECT_LT(2 * factored, before);
  if (worldComm()->getSize() == 1) {
    EXPECT_LT(conditionOf(preconditionedSpectrum(A, makeIlu(matrix, Ilu{1}, 0.0))), factored);
  }
}

TEST_F(IfpackPreconditioners, DampAsAChebyshevPolynomialDoes) {
  // On [a, b] the eigenvalues of K A are 1 ± 1/T_d(σ), σ = (b + a)/(b − a). Ifpack2 goes 1.1 times beyond λ:
  // b/a = 66, and all of A's are there: λ_max/λ_min = cot²(π/14) = 19.2.
  const auto A = cubeLaplacian(6);
  for (const int degree : {2, 8}) {
    const auto K = makeChebyshev(assembledMatrix<double>(A), Chebyshev{degree, 60.0});
    const auto spectrum = preconditionedSpectrum(A, K);
    const double delta = 1 / std::cosh(degree * std::acosh(67.0 / 65.0));
    EXPECT_GE(spectrum.front(), 1 - delta - 1e-12);
    EXPECT_LE(spectrum.back(), 1 + delta + 1e-12);
  }
}

TEST_F(IfpackPreconditioners, SayWhatTheyAre) {
  const auto matrix = assembledMatrix<double>(cubeLaplacian(3));
  const auto text = [](const OperatorPtr<double>& K) { return K->description(); };
  EXPECT_EQ(text(makeIlu(matrix, Ilu{2}, 0.0)), "incomplete LDLᵀ, level 2");
  EXPECT_EQ(text(makeChebyshev(matrix, Chebyshev{5})), "Chebyshev polynomial of degree 5");
}

}  // namespace
