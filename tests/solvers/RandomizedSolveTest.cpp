#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/RandomizedSolve.hpp>

#include "solvers/Problems.hpp"
#include "solvers/Traps.hpp"

#include <algorithm>
#include <cmath>

namespace {

using ritz::Randomized;
using ritz::test::columnOf;
using ritz::test::diagonalOperator;
using ritz::test::real;
using ritz::test::rotatedOperator;
using testing::HasSubstr;

constexpr ritz::GlobalIndex n = 400;

/// 1/2^i, full eigenvectors.
double halved(ritz::GlobalIndex g) {
  return std::ldexp(1.0, -static_cast<int>(std::min<long long>(g, 1000)));
}

ritz::EigenOptions optionsFor(int products, int powerPasses = 0, int k = 8) {
  ritz::EigenOptions options = traps::optionsFor(Randomized{products, powerPasses}, k, ritz::Largest{});
  options.tolerance = 1e-6;
  return options;
}

ritz::EigenResult<double> solveHalved(const ritz::EigenOptions& options) {
  return ritz::eigsolve<double>({rotatedOperator(ritz::makeMap(n), halved)}, options);
}

TEST(RandomizedSolve, MakesTheProductsThatWereAskedForInThreeCalls) {
  const auto result = solveHalved(optionsFor(62));
  EXPECT_EQ(result.applications.A.columns, 62);
  EXPECT_EQ(result.applications.A.calls, 3);
  EXPECT_EQ(result.method.name, "randomized");
  EXPECT_EQ(result.method.block, 30);
}

TEST(RandomizedSolve, FindsPairsOfADecayingSpectrumWithinTheirBounds) {
  const auto result = solveHalved(optionsFor(62));
  std::vector<double> expected;
  for (int i = 0; i < 8; ++i) expected.push_back(halved(i));
  traps::expectValues(result, expected);
  traps::expectOrthonormal(result);
  EXPECT_EQ(nameOf(result.status), "converged");
}

TEST(RandomizedSolve, EstimatesWhatTheSketchHasNotSeen) {
  // A sketch of ℓ columns leaves about the Frobenius norm of the tail, up to √(ℓ−1−r) tails of all r < ℓ − 1:
  // Halko, Martinsson and Tropp, theorem 10.5.
  for (const int products : {22, 42, 62}) {
    const auto result = solveHalved(optionsFor(products, 0, 4));
    const int columns = result.method.block;
    ASSERT_TRUE(result.remainder);
    EXPECT_GT(*result.remainder, 0.3 * halved(columns));
    EXPECT_LT(*result.remainder, 100 * halved(columns));
  }
}

TEST(RandomizedSolve, SaysWhatIsNotConvergedAndWhatMayBeMissing) {
  const auto slow = [](ritz::GlobalIndex g) { return 1.0 / (real(g) + 1); };
  const auto result = ritz::eigsolve<double>({rotatedOperator(ritz::makeMap(n), slow)}, optionsFor(30));
  EXPECT_EQ(nameOf(result.status), "application-limit");
  EXPECT_THAT(result.reason, HasSubstr("30 products"));
  EXPECT_THAT(result.reason, HasSubstr("some may be missing"));
  for (std::size_t j = 0; j < result.values.size(); ++j) {
    double nearest = 1.0;
    for (ritz::GlobalIndex g = 0; g < n; ++g)
      nearest = std::min(nearest, std::abs(result.values[j] - slow(g)));
    EXPECT_LE(nearest, result.errorBounds[j]);
    EXPECT_EQ(result.converged[j], result.residuals[j] <= 1e-6 * (result.normA + result.values[j]));
  }
}

TEST(RandomizedSolve, GainsDigitsByPowerPasses) {
  const auto slow = [](ritz::GlobalIndex g) { return 1.0 / ((real(g) + 1) * (real(g) + 1)); };
  std::vector<double> worst;
  for (const int passes : {0, 1, 2}) {
    const auto options = optionsFor((2 + passes) * 20 + 2, passes);
    const auto result = ritz::eigsolve<double>({rotatedOperator(ritz::makeMap(n), slow)}, options);
    EXPECT_EQ(result.applications.A.columns, options.numPairs == 8 ? (2 + passes) * 20 + 2 : 0);
    worst.push_back(*std::max_element(result.residuals.begin(), result.residuals.end()));
  }
  EXPECT_LT(worst[1], 0.3 * worst[0]);
  EXPECT_LT(worst[2], 0.3 * worst[1]);
}

TEST(RandomizedSolve, SolvesPencilsInTheInnerProductOfTheirMass) {
  const auto map = ritz::makeMap(n);
  const auto mass = [](ritz::GlobalIndex g) { return 1.0 + 0.5 * std::sin(real(g)); };
  const auto curvature = [&](ritz::GlobalIndex g) { return mass(g) * std::pow(0.6, real(g)); };
  ritz::EigenProblem<double> problem{diagonalOperator(map, curvature), diagonalOperator(map, mass)};
  for (const bool isGiven : {false, true}) {
    SCOPED_TRACE(isGiven);
    if (isGiven) problem.massInverse = diagonalOperator(map, [&](auto g) { return 1 / mass(g); });
    const auto result = ritz::eigsolve<double>(problem, optionsFor(82, 0, 6));
    std::vector<double> expected;
    for (int i = 0; i < 6; ++i) expected.push_back(std::pow(0.6, i));
    traps::expectValues(result, expected);
    traps::expectOrthonormal(result);
    EXPECT_EQ(result.applications.A.columns, 82);
    EXPECT_EQ(result.applications.massInverse.columns, 40);
    EXPECT_GT(*result.remainder, 0.1 * std::pow(0.6, 40));
    EXPECT_LT(*result.remainder, 1e3 * std::pow(0.6, 40));
  }
}

TEST(RandomizedSolve, IsTakenByAutoForAFixedNumberOfProducts) {
  ritz::EigenOptions options = optionsFor(0);
  options.method = ritz::Auto{-1, 62};
  const auto result = solveHalved(options);
  EXPECT_EQ(result.method.name, "randomized");
  EXPECT_EQ(result.method.chosenBy, "auto");
  EXPECT_EQ(result.applications.A.columns, 62);
}

TEST(RandomizedSolve, CompletesPairsOfLowRankAndOfNone) {
  for (const int rank : {0, 3}) {
    SCOPED_TRACE(rank);
    const auto low = [=](ritz::GlobalIndex g) { return g < rank ? 3.0 - real(g) : 0.0; };
    const auto result = ritz::eigsolve<double>({diagonalOperator(ritz::makeMap(n), low)}, optionsFor(0));
    std::vector<double> expected;
    for (int i = 0; i < 8; ++i) expected.push_back(low(i));
    traps::expectValues(result, expected);
    traps::expectOrthonormal(result);
  }
}

TEST(RandomizedSolve, KeepsTheRestOfTheSketchAsGuardsWithTheirImages) {
  const auto result = solveHalved(optionsFor(62));
  ASSERT_EQ(result.guards.values.size(), 18u);
  ritz::test::Block image(*result.guards.vectors, Teuchos::Copy);
  result.problem.A->apply(*result.guards.vectors, image);
  image.update(-1.0, *result.guards.images, 1.0);
  for (std::size_t j = 0; j < 18; ++j) EXPECT_LE(image.getVector(j)->norm2(), 1e-14);
  EXPECT_NEAR(result.guards.values.front(), halved(8), 1e-6);
}

TEST(RandomizedSolve, RefusesWhatASketchCannotSee) {
  ritz::EigenOptions options = optionsFor(62);
  options.which = ritz::Smallest{};
  EXPECT_THROW(solveHalved(options), ritz::NotSupported);
  options = optionsFor(17);
  EXPECT_THROW(solveHalved(options), ritz::InvalidOption);
  options = optionsFor(62, -1);
  EXPECT_THROW(solveHalved(options), ritz::InvalidOption);
  options = optionsFor(62);
  options.checkpoint.file = "state.h5";
  EXPECT_THROW(solveHalved(options), ritz::InvalidOption);
}

TEST(RandomizedSolve, TellsEveryRankOfNansAndStopsBetweenThePasses) {
  for (const int calls : {0, 1, 2}) {
    const auto bad = traps::failing(ritz::makeMap(200), calls,
                                    [](double& entry) { entry = std::numeric_limits<double>::quiet_NaN(); });
    EXPECT_THROW(ritz::eigsolve<double>({bad}, optionsFor(0)), ritz::OperatorFailure);
  }
  ritz::EigenOptions options = optionsFor(62);
  options.budget.maxApplications = 20;
  const auto result = solveHalved(options);
  EXPECT_EQ(nameOf(result.status), "application-limit");
  EXPECT_TRUE(result.values.empty());
  EXPECT_EQ(result.applications.A.columns, 32);
}

}  // namespace
