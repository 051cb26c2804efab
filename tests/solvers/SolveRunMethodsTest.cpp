#include "SolveRunProblems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>

/// What every method of a run has to do.
namespace {

using namespace ritz::test;
using ritz::GlobalIndex;
using ritz::Method;
using ritz::SolveRun;

std::string nameOfMethod(const testing::TestParamInfo<Method>& parameter) {
  const char* names[] = {"Auto", "Dense", "Lanczos", "KrylovSchur", "Lobpcg", "Davidson"};
  return names[parameter.param.index()];
}

class SolveRunBy : public testing::TestWithParam<Method> {};

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
