#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/PullbackFormula.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

constexpr int Size = 6;

/// All pairs of a small problem, so that nothing is left to be solved for.
EigenResult<double> allPairs(const Entry& spectrum) {
  std::vector<GlobalIndex> all;
  for (GlobalIndex i = 0; i < Size; ++i) all.push_back(i);
  return KnownProblem{makeMap(Size), spectrum}.pairs(all);
}

double separate(GlobalIndex g) { return 1.0 + real(g) + 0.1 * real(g * g); }

Cotangent<double> someCotangent(const EigenResult<double>& result) {
  Cotangent<double> cotangent{Dense<double>(Size, Size), nullptr};
  for (int j = 0; j < Size; ++j) cotangent.values(j, j) = 1.0 - 0.5 * j;
  cotangent.vectors = std::make_shared<Block>(hashBlock(result.vectors->getMap(), Size, 21));
  return cotangent;
}

double inner(const Block& X, const Block& Y) {
  double sum = 0;
  for (std::size_t j = 0; j < X.getNumVectors(); ++j) sum += X.getVector(j)->dot(*Y.getVector(j));
  return sum;
}

std::vector<int> eachAlone() { return {0, 1, 2, 3, 4, 5}; }

TEST(PullbackFormula, AgreesWithPerturbationTheory) {
  const auto result = allPairs(separate);
  const Block& U = *result.vectors;
  const auto cotangent = someCotangent(result);
  const Dense<double> M = gram(U, *cotangent.vectors);
  const auto map = U.getMap();
  const Block dAU = image(toeplitzMatrix(map, 0.7, -0.4), U),
              dBU = image(diagonalOperator(map, [](GlobalIndex g) { return std::cos(real(g)); }), U);
  const Dense<double> G = gram(U, dAU), H = gram(U, dBU);

  // dλ_j = (G − λ_j H)_jj and du_j = Σ_i u_i (G − λ_j H)_ij / (λ_j − λ_i) − ½ u_j H_jj.
  double expected = 0;
  for (int j = 0; j < Size; ++j) {
    const double value = result.values[static_cast<std::size_t>(j)];
    expected += cotangent.values(j, j) * (G(j, j) - value * H(j, j)) - 0.5 * M(j, j) * H(j, j);
    for (int i = 0; i < Size; ++i)
      if (i != j)
        expected +=
            M(i, j) * (G(i, j) - value * H(i, j)) / (value - result.values[static_cast<std::size_t>(i)]);
  }

  const Block X(map, Size);  // no complement
  Pullback<double> pullback;
  PullbackFormula<double>(result, eachAlone(), cotangent, M).apply(result, &X, true, pullback);
  EXPECT_NEAR(inner(*pullback.W, dAU) - inner(*pullback.Y, dBU), expected, 1e3 * Epsilon);
}

TEST(PullbackFormula, AddsTheSolutionAsItIs) {
  const auto result = allPairs(separate);
  const auto cotangent = someCotangent(result);
  const PullbackFormula<double> formula(result, eachAlone(), cotangent,
                                        gram(*result.vectors, *cotangent.vectors));
  const Block zero(result.vectors->getMap(), Size), X = hashBlock(result.vectors->getMap(), Size, 22);
  Pullback<double> without, with;

  formula.apply(result, &zero, true, without);
  formula.apply(result, &X, true, with);

  Block W(*without.W, Teuchos::Copy), Y(*without.Y, Teuchos::Copy);
  W.update(1.0, X, 1.0);
  for (std::size_t j = 0; j < Size; ++j)
    Y.getVectorNonConst(j)->update(result.values[j], *X.getVector(j), 1.0);
  EXPECT_LE(distance(*with.W, W), 1e3 * Epsilon);
  EXPECT_LE(distance(*with.Y, Y), 1e3 * Epsilon);
}

TEST(PullbackFormula, NeverDividesByGapsInsideAClusterNorMixesClusters) {
  const auto result = allPairs([](GlobalIndex g) { return g < 2 ? 1.0 : real(g); });
  Cotangent<double> cotangent{Dense<double>(Size, Size, 1.0), nullptr};  // all entries 1
  const std::vector<int> clusterOf{0, 0, 1, 2, 3, 4};
  Pullback<double> pullback;

  const PullbackFormula<double> formula(result, clusterOf, cotangent, Dense<double>());
  formula.apply(result, nullptr, false, pullback);

  // W = U Λ̄ with a full block of the first two.
  const Dense<double> C = gram(*result.vectors, *pullback.W);
  for (int j = 0; j < Size; ++j)
    for (int i = 0; i < Size; ++i)
      EXPECT_NEAR(C(i, j), i == j || (i < 2 && j < 2) ? 1.0 : 0.0, 100 * Epsilon) << i << ' ' << j;
  EXPECT_NEAR(formula.fixedSize(), std::sqrt(8.0), 10 * Epsilon);
  EXPECT_EQ(pullback.Y, nullptr);

  cotangent.vectors = std::make_shared<Block>(hashBlock(result.vectors->getMap(), Size, 23));
  const PullbackFormula<double> finite(result, clusterOf, cotangent,
                                       gram(*result.vectors, *cotangent.vectors));
  EXPECT_TRUE(std::isfinite(finite.fixedSize()));
}

}  // namespace
}  // namespace ritz::test
