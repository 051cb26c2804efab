#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/SolveRun.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace {

using namespace ritz::test;
using ritz::GlobalIndex;
using ritz::Method;
using ritz::SolveRun;
using Problem = ritz::EigenProblem<double>;

constexpr std::array<GlobalIndex, 3> Grid{7, 6, 5};

Problem laplacian() {
  return {std::make_shared<ritz::Laplacian3d<double>>(ritz::worldComm(), Grid,
                                                      std::array<double, 3>{1.0, 1.3, 1.7})};
}

/// Eigenvalues 1, 2, …, 200, B of condition 3.
Problem generalised() {
  const auto map = ritz::makeMap(200);
  const auto mass = [](GlobalIndex g) { return 1.0 + real(g % 3); };
  return {rotatedOperator(map, [mass](GlobalIndex g) { return (real(g) + 1.0) * mass(g); }),
          rotatedOperator(map, mass)};
}

ritz::EigenOptions asking(const Method& method, int numPairs, const ritz::Which& which = ritz::Largest{}) {
  ritz::EigenOptions options;
  options.method = method;
  options.numPairs = numPairs;
  options.which = which;
  return options;
}

ritz::SolveOutcome<double> solve(const Problem& problem, const ritz::EigenOptions& options,
                                 const ritz::Start<double>& start = {}, ritz::Monitor* monitor = nullptr) {
  SolveRun<double> run(problem, options, start, monitor);
  return run.solve();
}

double largestDifference(const std::vector<double>& x, const std::vector<double>& y) {
  double largest = x.size() == y.size() ? 0 : 1e300;
  for (std::size_t j = 0; j < std::min(x.size(), y.size()); ++j)
    largest = std::max(largest, std::abs(x[j] - y[j]));
  return largest;
}

/// ‖U‖ of the iterative method's pairs is of order 1 in the scaled pencil; n terms, a few hundred operations
/// each.
constexpr double Rounding = 1e-11;

std::string nameOfMethod(const testing::TestParamInfo<Method>& parameter) {
  const char* names[] = {"Auto", "Dense", "Lanczos", "KrylovSchur", "Lobpcg", "Davidson"};
  return names[parameter.param.index()];
}

class SolveRunBy : public testing::TestWithParam<Method> {};

struct Recorder : ritz::Monitor {
  bool onProgress(const ritz::Progress& progress) override {
    last = progress;
    ++calls;
    return calls < stopAt;
  }
  ritz::Progress last;
  long calls = 0, stopAt = 1'000'000;
};

}  // namespace

TEST_P(SolveRunBy, FindsTheValuesOfTheLaplacian) {
  const auto exact = ritz::laplacianLargest(Grid, {1.0, 1.3, 1.7}, 5);

  const auto outcome = solve(laplacian(), asking(GetParam(), 5));

  EXPECT_EQ(outcome.status, ritz::Status::Converged) << outcome.reason;
  ASSERT_EQ(outcome.pairs.size(), 5);
  // |θ − λ| ≤ ‖r‖ ≤ tol·(α + |θ|), α ≤ ‖A‖ = 16.
  for (std::size_t j = 0; j < 5; ++j)
    EXPECT_NEAR(outcome.pairs.values[j] * outcome.pencil->valueScale(), exact[j], 1e-8 * 32.0);
}

TEST_P(SolveRunBy, CountsWhatVerificationCost) {
  for (const Problem& problem : {laplacian(), generalised()}) {
    const auto outcome = solve(problem, asking(GetParam(), 5));
    const long columns = outcome.pencil->A->count().columns;

    // Two probes and five pairs at least, never more than there were.
    EXPECT_GE(outcome.verificationColumns, 2 + 5);
    EXPECT_LE(outcome.verificationColumns, columns);
    if (outcome.method.name == "lobpcg") {
      EXPECT_EQ((outcome.verificationColumns - 2) % 5, 0);
    }
    if (!outcome.history.empty()) {
      EXPECT_LE(outcome.history.back().applications, columns);
      EXPECT_EQ(outcome.history.back().converged, 5);
      EXPECT_GE(outcome.iterations + 1, static_cast<long>(outcome.history.size()));  // the end is a point too
    }
  }
}

TEST_P(SolveRunBy, GivesGuardsOrthonormalInBWithTheirImages) {
  for (const Problem& problem : {laplacian(), generalised()}) {
    const auto outcome = solve(problem, asking(GetParam(), 5));
    if (outcome.method.name != "krylov-schur" && !outcome.guards.images)
      continue;  // LOBPCG that locked has none
    ASSERT_TRUE(outcome.guards.images);
    const Block &G = outcome.guards.vectors, &U = outcome.pairs.U;
    const std::size_t count = outcome.guards.values.size();
    ASSERT_GE(count, 1U);
    ASSERT_EQ(G.getNumVectors(), count);
    Block AG(G.getMap(), count), BG(G.getMap(), count);
    outcome.pencil->A->apply(G, AG);
    outcome.pencil->applyMass(G, BG);

    EXPECT_LE(distanceFromIdentity(G, BG), Rounding);
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j < U.getNumVectors(); ++j)
        EXPECT_LE(std::abs(U.getVector(j)->dot(*BG.getVector(i))), 1e-7)
            << i << ' ' << j;  // pairs moved by ‖r‖/gap
    EXPECT_LE(distance(*outcome.guards.images, AG), Rounding * outcome.pencil->normA());
    for (std::size_t i = 0; i < count; ++i)
      EXPECT_NEAR(G.getVector(i)->dot(*AG.getVector(i)), outcome.guards.values[i],
                  Rounding * outcome.pencil->normA());
  }
}

TEST_P(SolveRunBy, KeepsAtMostTheGuardsAskedFor) {
  auto options = asking(GetParam(), 5);
  for (const int count : {0, 1}) {
    options.numGuards = count;

    EXPECT_LE(solve(laplacian(), options).guards.values.size(), static_cast<std::size_t>(count));
  }
}

TEST_P(SolveRunBy, FindsValuesOfAGeneralisedProblemAtBothEnds) {
  for (const bool smallest : {false, true}) {
    const auto outcome = solve(
        generalised(), asking(GetParam(), 4, smallest ? ritz::Which(ritz::Smallest{}) : ritz::Largest{}));

    EXPECT_EQ(outcome.status, ritz::Status::Converged) << outcome.reason;
    // δ = ‖r‖_B⁻¹ ≤ tol·(‖A‖ + 200‖B‖)‖v‖/√1, ‖v‖ ≤ 1.
    for (int j = 0; j < 4; ++j)
      EXPECT_NEAR(outcome.pairs.values[static_cast<std::size_t>(j)] * outcome.pencil->valueScale(),
                  smallest ? 1.0 + j : 200.0 - j, 1e-8 * 1200.0);
  }
}

TEST_P(SolveRunBy, TellsTheMonitorOfProgress) {
  Recorder monitor;

  const auto outcome = solve(laplacian(), asking(GetParam(), 5), {}, &monitor);

  EXPECT_EQ(monitor.calls, outcome.iterations);
  if (outcome.method.name != "dense") {
    EXPECT_GT(monitor.calls, 0);
    EXPECT_LE(monitor.last.applications, outcome.pencil->A->count().columns);
  }
}

TEST_P(SolveRunBy, StopsWithTheBestPairsSoFar) {
  Recorder monitor;
  monitor.stopAt = 6;

  const auto outcome = solve(laplacian(), asking(GetParam(), 5), {}, &monitor);
  if (outcome.method.name == "dense") GTEST_SKIP() << "one step";

  EXPECT_EQ(outcome.status, ritz::Status::Stopped);
  EXPECT_GE(outcome.pairs.size(), 1);
  EXPECT_LT(outcome.pairs.numConverged(), 5);
  EXPECT_EQ(outcome.iterations, 6);
}

TEST_P(SolveRunBy, TakesMoreStartVectorsThanItNeeds) {
  const Problem problem = laplacian();
  ritz::Start<double> start;
  start.vectors = std::make_shared<Block>(hashBlock(problem.A->getDomainMap(), 40, 3));

  EXPECT_EQ(solve(problem, asking(GetParam(), 5), start).status, ritz::Status::Converged);
}

TEST_P(SolveRunBy, RefusesStartVectorsOfAnotherSpace) {
  ritz::Start<double> start;
  start.vectors = std::make_shared<Block>(ritz::makeMap(13), 2);

  EXPECT_THROW(solve(laplacian(), asking(GetParam(), 5), start), ritz::SpaceMismatch);
}

INSTANTIATE_TEST_SUITE_P(Methods, SolveRunBy,
                         testing::Values(Method(ritz::Lapack{}), Method(ritz::Lanczos{}),
                                         Method(ritz::KrylovSchur{}), Method(ritz::Lobpcg{}),
                                         Method(ritz::Davidson{})),
                         nameOfMethod);

TEST(SolveRun, StartsFromGivenVectors) {
  const Problem problem = laplacian();
  const auto cold = solve(problem, asking(ritz::Lobpcg{}, 5));
  ritz::Start<double> start;
  start.vectors = std::make_shared<Block>(cold.pairs.U, Teuchos::Copy);

  const auto warm = solve(problem, asking(ritz::Lobpcg{}, 5), start);

  EXPECT_EQ(warm.status, ritz::Status::Converged);
  EXPECT_LE(warm.iterations, 2);
}

TEST(SolveRun, UsesThePreconditionerAndCountsIt) {
  const Problem plain = laplacian();
  Problem preconditioned = plain;
  const auto spectrum = ritz::laplacianSmallest(Grid, {1.0, 1.3, 1.7}, 1);
  preconditioned.preconditioner =
      diagonalOperator(plain.A->getDomainMap(), [](GlobalIndex) { return 0.125; });

  const auto outcome = solve(preconditioned, asking(ritz::Lobpcg{}, 3, ritz::Smallest{}));

  EXPECT_EQ(outcome.status, ritz::Status::Converged);
  EXPECT_GT(outcome.pencil->preconditioner->count().columns, 0);
  EXPECT_NEAR(outcome.pairs.values[0] * outcome.pencil->valueScale(), spectrum[0], 1e-8 * 32.0);
}

TEST(SolveRun, CountsTheInverseOfBAndTheProductsInsideIt) {
  const auto outcome = solve(generalised(), asking(ritz::KrylovSchur{}, 3));

  ASSERT_TRUE(outcome.pencil->massInverse);
  EXPECT_GE(outcome.pencil->massInverse->count().columns, outcome.iterations);
  EXPECT_GT(outcome.pencil->mass->count().columns, outcome.pencil->massInverse->count().columns);
}

TEST(SolveRun, ReportsASingularMassToItsCaller) {
  const auto map = ritz::makeMap(120);
  const Problem problem{diagonalOperator(map, [](GlobalIndex g) { return real(g) + 1.0; }),
                        diagonalOperator(map, [](GlobalIndex g) { return g % 3 == 0 ? 0.0 : 1.0; })};

  EXPECT_THROW(solve(problem, asking(ritz::KrylovSchur{}, 3, ritz::Smallest{})), ritz::SingularMassFound);
}

TEST(SolveRun, ScalesTheNumbersInsideWhich) {
  const auto map = ritz::makeMap(50);
  const Problem problem{diagonalOperator(map, [](GlobalIndex g) { return 1e9 * (real(g) + 1.0); })};

  const auto near = solve(problem, asking(ritz::Lapack{}, 1, ritz::Nearest{17.2e9}));
  const auto in = solve(problem, asking(ritz::Lapack{}, 9, ritz::Interval{2.5e9, 4.5e9}));
  const auto none = solve(problem, asking(ritz::Lapack{}, 9, ritz::Interval{2.2e9, 2.5e9}));

  EXPECT_NEAR(near.pairs.values[0] * near.pencil->valueScale(), 17e9, 1e-3);
  ASSERT_EQ(in.pairs.size(), 2);
  EXPECT_NEAR(in.pairs.values[1] * in.pencil->valueScale(), 4e9, 1e-3);
  EXPECT_EQ(in.status, ritz::Status::Converged);
  EXPECT_EQ(none.pairs.size(), 0);
  EXPECT_EQ(none.status, ritz::Status::Converged);
}

/// The products that found them are saved: what is left are probes, k to verify, and the search for copies.
TEST(SolveRun, TakesGivenVectorsThatAreTheAnswer) {
  const Problem problem = laplacian();
  const auto options = asking(ritz::Lanczos{}, 5);
  const auto first = solve(problem, options);
  ritz::Start<double> start;
  start.vectors = std::make_shared<Block>(first.pairs.U, Teuchos::Copy);

  const auto second = solve(problem, options, start);

  EXPECT_EQ(second.status, ritz::Status::Converged);
  EXPECT_LE(largestDifference(second.pairs.values, first.pairs.values), Rounding);
  EXPECT_EQ(second.pencil->A->count().columns, second.verificationColumns);
}

/// Vectors of the other end are pairs, too, but not the wanted ones.
TEST(SolveRun, IsNotMisledByPairsOfTheOtherEnd) {
  const Problem problem = laplacian();
  const auto smallest = solve(problem, asking(ritz::Lanczos{}, 2, ritz::Smallest{}));
  ritz::Start<double> start;
  start.vectors = std::make_shared<Block>(smallest.pairs.U, Teuchos::Copy);

  const auto wanted = solve(problem, asking(ritz::Lanczos{}, 2), start);
  const auto exact = solve(problem, asking(ritz::Lanczos{}, 2));

  EXPECT_EQ(wanted.status, ritz::Status::Converged);
  EXPECT_LE(largestDifference(wanted.pairs.values, exact.pairs.values), 1e-8);
}

TEST(SolveRun, StartsFromGivenVectorsThatAreNoPairs) {
  const Problem problem = laplacian();
  const auto block = std::make_shared<Block>(problem.A->getDomainMap(), 3);
  block->getVectorNonConst(0)->putScalar(1.0);  // and two zero columns
  ritz::Start<double> start;
  start.vectors = block;

  const auto outcome = solve(problem, asking(ritz::Lanczos{}, 3), start);

  EXPECT_EQ(outcome.status, ritz::Status::Converged);
}

TEST(SolveRun, EndsAtALimitWithExactCounts) {
  auto options = asking(ritz::KrylovSchur{}, 2);
  options.budget.maxIterations = 12;
  const Problem problem{std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 300)};

  const auto outcome = solve(problem, options);

  EXPECT_EQ(outcome.status, ritz::Status::IterationLimit);
  EXPECT_EQ(outcome.iterations, 12);
  EXPECT_EQ(outcome.pencil->A->count().columns, 2 + 12 + 2);  // probes, steps, verification
  EXPECT_EQ(outcome.verificationColumns, 2 + 2);
}
