#include "adjoint/ParametricFamilies.hpp"

#include <ritz/adjoint/TrackPairs.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace ritz::test {
namespace {

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g) + 0.01 * real(g * g); }

TEST(TrackPairs, FindsTheSamePairsAsASolve) {
  for (const bool withMass : {false, true})
    for (const Method& method : std::vector<Method>{Lanczos{}, Lobpcg{}, Lapack{}}) {
      const auto problem = makeParametric(60, separate, withMass);
      const auto before = solvedAt(problem, 3, method);
      problem.setParameters(thetaOf(problem, {0.01, -0.02, 0.01, 0.01}));
      const auto tracked = trackPairs(before, 1e-10), solved = std::optional(solvedAt(problem, 3, Lapack{}));
      ASSERT_TRUE(tracked) << nameOf(method) << withMass;
      for (std::size_t j = 0; j < 3; ++j) {
        EXPECT_NEAR(tracked->values[j], solved->values[j], 1e-9);
        EXPECT_LE(tracked->residuals[j], 1e-10 * (tracked->normA + tracked->values[j] * tracked->normB));
      }
      const Block BU = image(problem.problem().mass, *tracked->vectors);
      EXPECT_LE(distanceFromIdentity(*tracked->vectors, BU), 1e-12);
      EXPECT_EQ(tracked->versionA, versionOf(*problem.problem().A));
    }
}

TEST(TrackPairs, FollowsTheInterior) {
  for (const bool withMass : {false, true}) {
    const auto problem = makeParametric(60, separate, withMass);
    EigenOptions options;
    options.numPairs = 3;
    options.which = Nearest{11.3};
    options.method = Lapack{};
    options.tolerance = 1e-12;
    const auto before = eigsolve<double>(problem.problem(), options);
    problem.setParameters(thetaOf(problem, {0.01, -0.02, 0.01, 0.01}));
    const auto tracked = trackPairs(before, 1e-9);
    ASSERT_TRUE(tracked);
    const auto solved = eigsolve<double>(problem.problem(), options);
    for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(tracked->values[j], solved.values[j], 1e-7);
  }
}

TEST(TrackPairs, UsesThePreconditioner) {
  const auto problem = makeParametric(200, separate, false);
  auto with = problem.problem();
  with.preconditioner =
      rotatedOperator(with.A->getDomainMap(), [](GlobalIndex g) { return 1.0 / separate(g); });
  const auto columnsOf = [&](const EigenProblem<double>& solved) {
    problem.setParameters(thetaOf(problem, {0, 0, 0, 0}));
    EigenOptions options;
    options.numPairs = 3;
    options.which = Smallest{};
    options.method = Lapack{};
    const auto before = eigsolve<double>(solved, options);
    problem.setParameters(thetaOf(problem, {0.01, -0.02, 0.01, 0.01}));
    const auto tracked = trackPairs(before, 1e-10);
    EXPECT_TRUE(tracked);
    return tracked ? tracked->applications.A.columns : 0;
  };
  EXPECT_LT(2 * columnsOf(with), columnsOf(problem.problem()));
}

TEST(TrackPairs, GivesUpWhereCorrectionsDoNotDo) {
  const auto problem = makeParametric(60, separate, false);
  const auto before = solvedAt(problem, 3, Lanczos{});
  problem.setParameters(thetaOf(problem, {0.01, 0, 0, 0}));
  EXPECT_FALSE(trackPairs(before, 1e-10, 8));
  EXPECT_THROW(trackPairs(before, 0.0), InvalidOption);
  EXPECT_THROW(trackPairs(EigenResult<double>(), 1e-8), InvalidOption);
}

/// After a change of 1 % of θ. A solve from scratch builds one Krylov space for all pairs, while the changes
/// of k pairs ask for k directions each time: what tracking saves fades with k, least where the change leaves
/// invariant subspaces.
TEST(TrackPairs, CostsAFractionOfASolve) {
  for (const bool inLayers : {true, false})
    for (const double tolerance : {1e-6, 1e-8})
      for (const int k : {1, 3, 10}) {
        if (k == 10 && worldComm()->getSize() > 1) continue;  // counts do not depend on the ranks
        const auto problem = inLayers ? layers(16) : wedges(16);
        problem.setParameters(layerTheta(problem, 0));
        EigenOptions options;
        options.numPairs = k;
        options.tolerance = tolerance;
        options.method = Lanczos{};
        options.which = Smallest{};
        const auto before = eigsolve<double>(problem.problem(), options);
        problem.setParameters(layerTheta(problem, 0.01));
        const auto tracked = trackPairs(before, options.tolerance);
        ASSERT_TRUE(tracked);
        const long cold = before.applications.A.columns, warm = tracked->applications.A.columns;
        const double share = static_cast<double>(warm) / static_cast<double>(cold);
        if (std::getenv("RITZ_TEST_VERBOSE") && worldComm()->getRank() == 0)
          std::printf("%s, tolerance %.0e k %2d: cold %ld (%ld), tracked %ld (%.2f), steps %ld, guards %zu\n",
                      inLayers ? "layers" : "wedges", tolerance, k, cold,
                      cold - before.applications.verificationColumns, warm, share, tracked->iterations,
                      before.guards.values.size());
        EXPECT_LE(share, inLayers || k == 1 ? 0.35 : k == 3 ? 0.45 : 0.8);
        EXPECT_EQ(tracked->applications.verificationColumns, k + 2);
      }
}

}  // namespace
}  // namespace ritz::test
