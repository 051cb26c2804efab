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

TEST(TrackPairs, GivesUpWhereCorrectionsDoNotDo) {
  const auto problem = makeParametric(60, separate, false);
  const auto before = solvedAt(problem, 3, Lanczos{});
  problem.setParameters(thetaOf(problem, {0.01, 0, 0, 0}));
  EXPECT_FALSE(trackPairs(before, 1e-10, 0));
  EXPECT_THROW(trackPairs(before, 0.0), InvalidOption);
  EXPECT_THROW(trackPairs(EigenResult<double>(), 1e-8), InvalidOption);
}

/// After a change of 1 % of θ. A solve without preconditioner builds one Krylov space for all pairs, so that
/// what tracking saves fades with their number.
TEST(TrackPairs, CostsAFractionOfASolve) {
  const auto problem = layers(16);
  for (const double tolerance : {1e-6, 1e-8})
    for (const int k : {1, 3, 10}) {
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
      if (std::getenv("RITZ_TEST_VERBOSE") && worldComm()->getRank() == 0)
        std::printf("tolerance %.0e k %2d: cold %ld (%ld), tracked %ld (%.2f), rounds %ld, guards %zu\n",
                    tolerance, k, cold, cold - before.applications.verificationColumns, warm,
                    static_cast<double>(warm) / static_cast<double>(cold), tracked->iterations,
                    before.guards.values.size());
      EXPECT_LE(warm, cold);
    }
}

}  // namespace
}  // namespace ritz::test
