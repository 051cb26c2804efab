#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace {

using namespace ritz::test;

class UnderConstraints : public testing::TestWithParam<ritz::Method> {
 protected:
  static constexpr ritz::GlobalIndex N = 120;

  ritz::EigenOptions options(int k, const ritz::Which& which) const {
    ritz::EigenOptions options;
    options.numPairs = k;
    options.which = which;
    options.method = GetParam();
    options.tolerance = 1e-9;
    return options;
  }

  ritz::MapPtr map = ritz::makeMap(N);
};

/// max |CᴴB u| over the pairs.
double overlap(const Block& C, const ritz::EigenResult<double>& result) {
  const Block BU = image(result.problem.mass, *result.vectors);
  double worst = 0.0;
  for (std::size_t i = 0; i < C.getNumVectors(); ++i)
    for (std::size_t j = 0; j < BU.getNumVectors(); ++j)
      worst = std::max(worst, std::abs(C.getVector(i)->dot(*BU.getVector(j))) / C.getVector(i)->norm2());
  return worst;
}

void expectValues(const ritz::EigenResult<double>& result, const std::vector<double>& expected) {
  EXPECT_TRUE(result.allConverged()) << result.reason;
  ASSERT_EQ(result.values.size(), expected.size());
  for (std::size_t j = 0; j < expected.size(); ++j) EXPECT_NEAR(result.values[j], expected[j], 1e-8) << j;
}

TEST_P(UnderConstraints, LeavesOutTheModesThatAreGiven) {
  const auto A = rotatedOperator(map, real);
  const auto C = std::make_shared<Block>(rotatedUnits(map, {0, 2, 117, 119}));
  ritz::EigenProblem<double> problem{A};
  problem.constraints = C;

  const auto smallest = ritz::eigsolve<double>(problem, options(4, ritz::Smallest{}));
  const auto largest = ritz::eigsolve<double>(problem, options(3, ritz::Largest{}));

  expectValues(smallest, {1, 3, 4, 5});
  expectValues(largest, {118, 116, 115});
  EXPECT_LT(overlap(*C, smallest), 1e-12);
  EXPECT_LT(overlap(*C, largest), 1e-12);
}

TEST_P(UnderConstraints, SolvesOnTheComplementOfAnyVectors) {
  // diag(1, 2, …) orthogonal to (e₁ + e₂)/√2: e₁ − e₂ has the Rayleigh quotient 1.5, and no coupling to
  // others.
  const auto A = diagonalOperator(map, [](auto g) { return real(g) + 1.0; });
  const auto C = std::make_shared<Block>(map, 1);
  for (const ritz::GlobalIndex g : {0, 1})
    if (map->isNodeGlobalElement(g)) C->replaceGlobalValue(g, 0, 3.0);
  ritz::EigenProblem<double> problem{A};
  problem.constraints = C;

  expectValues(ritz::eigsolve<double>(problem, options(3, ritz::Smallest{})), {1.5, 3, 4});
}

TEST_P(UnderConstraints, IsOrthogonalInTheInnerProductOfB) {
  const auto A = diagonalOperator(map, [](auto g) { return real(g) + 1.0; });
  const auto B = diagonalOperator(map, [](auto g) { return g == 1 ? 4.0 : 1.0; });  // values 1, 0.5, 3, 4, …
  const auto C = std::make_shared<Block>(map, 2);                                   // twice the same
  for (const std::size_t j : {0, 1})
    for (const ritz::GlobalIndex g : {0, 1})
      if (map->isNodeGlobalElement(g)) C->replaceGlobalValue(g, j, 1.0);
  ritz::EigenProblem<double> problem{A, B};
  problem.constraints = C;

  const auto result = ritz::eigsolve<double>(problem, options(2, ritz::Smallest{}));

  // u = (4, −1): uᵀA u/uᵀB u = (16 + 2)/(16 + 4).
  expectValues(result, {0.9, 3});
  EXPECT_LT(overlap(*C, result), 1e-12);
  EXPECT_NE(result.method.why.find("1 constraint, as 1 of the 2 vectors given depend"), std::string::npos)
      << result.method.why;
}

INSTANTIATE_TEST_SUITE_P(Methods, UnderConstraints,
                         testing::Values(ritz::Method(ritz::Lapack{}), ritz::Method(ritz::Lanczos{}),
                                         ritz::Method(ritz::KrylovSchur{}), ritz::Method(ritz::Davidson{}),
                                         ritz::Method(ritz::Lobpcg{})),
                         [](const auto& method) {
                           std::string name = ritz::nameOf(method.param);
                           name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
                           return name;
                         });

TEST(ConstrainedInverse, SolvesAndCountsOnTheComplement) {
  if (!ritz::hasFactorization()) GTEST_SKIP() << "this build has no sparse factorisation";
  const auto map = ritz::makeMap(200);
  const auto A = toeplitzMatrix(map, 2.0, -1.0);
  const auto C = std::make_shared<Block>(hashBlock(map, 2, 5));
  ritz::EigenProblem<double> problem{A};
  problem.constraints = C;
  ritz::EigenOptions options;
  options.numPairs = 5;
  options.tolerance = 1e-10;
  for (const ritz::Which& which : {ritz::Which(ritz::Smallest{}), ritz::Which(ritz::Nearest{1.3}),
                                   ritz::Which(ritz::Interval{0.3, 0.32})}) {
    options.which = which;
    options.method = ritz::Lapack{};
    const auto expected = ritz::eigsolve<double>(problem, options);
    options.method = ritz::Lanczos{};
    auto byInverse = problem;
    byInverse.shiftInverse = ritz::makeFactoredInverse<double>(A->matrix());
    const auto result = ritz::eigsolve<double>(byInverse, options);

    expectValues(result, expected.values);
    EXPECT_LT(overlap(*C, result), 1e-12);
    EXPECT_NE(result.reason.find("by inertia"), std::string::npos) << result.reason;
  }
}

TEST(Constraints, LeaveRoomForThePairs) {
  const auto map = ritz::makeMap(10);
  ritz::EigenProblem<double> problem{diagonalOperator(map, real)};
  problem.constraints = std::make_shared<Block>(hashBlock(map, 7));
  ritz::EigenOptions options;
  options.numPairs = 4;

  EXPECT_THROW(ritz::eigsolve<double>(problem, options), ritz::InvalidOption);
}

TEST(Buckling, TakesTheSmallestMagnitudesOfAnIndefiniteMass) {
  const auto map = ritz::makeMap(200);
  const auto A = toeplitzMatrix(map, 4.0, -1.0);  // positive definite
  std::vector<ritz::MatrixEntry<double>> entries;
  for (ritz::GlobalIndex i = 0; i < 200; ++i)
    entries.push_back({i, i, i % 3 == 0 ? -1.0 : 0.5 + 0.001 * real(i)});
  const auto B = matrixOf(map, entries);
  ritz::EigenProblem<double> swapped{B, A}, problem{A, B};
  ritz::EigenOptions options;
  options.numPairs = 5;
  options.method = ritz::Lapack{};
  options.which = ritz::LargestMagnitude{};
  const auto mu = ritz::eigsolve<double>(swapped, options).values;

  options.which = ritz::SmallestMagnitude{};
  for (const bool hasInverse : {false, true}) {
    if (hasInverse && !ritz::hasFactorization()) continue;
    options.method = ritz::Auto{};
    if (hasInverse) {
      problem.shiftInverse = ritz::makeFactoredInverse<double>(A->matrix(), B->matrix());
      options.method = ritz::Lanczos{};
    }
    const auto result = ritz::eigsolve<double>(problem, options);

    ASSERT_TRUE(result.allConverged()) << result.reason;
    for (std::size_t j = 0; j < 5; ++j) EXPECT_NEAR(result.values[j] * mu[j], 1.0, 1e-10) << j;
    EXPECT_NE(result.method.why.find("B is indefinite"), std::string::npos);
    if (hasInverse) {
      EXPECT_GT(result.applications.inverse.columns, 5);
    }
  }
}

}  // namespace
