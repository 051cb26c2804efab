#include "adjoint/KnownPairs.hpp"
#include "adjoint/ParametricFamilies.hpp"

#include <ritz/adjoint/AdjointErrors.hpp>
#include <ritz/adjoint/PairResponse.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g); }

AdjointOptions tightly() {
  AdjointOptions options;
  options.gradientTolerance = 1e-12;
  return options;
}

/// (A − λ_jB) v_i = (λ_i − λ_j) B v_i.
TEST(PairResponse, SolvesForAllBlocksAtOnce) {
  for (const bool withMass : {false, true}) {
    const KnownProblem known{makeMap(40), separate, withMass};
    const PairResponse<double> response(known.pairs({0, 1}), tightly());
    const Block V = known.vectors({5, 7, 9, 11});
    const auto force = [&](int first) {
      return std::make_shared<Block>(image(known.weights(2), columns(V, first, 2)));
    };
    const auto solution = response.solve({force(0), force(2)}, {0.0, 0.0}, nullptr);
    EXPECT_TRUE(solution.allReached());
    const GlobalIndex of[] = {5, 7, 9, 11};
    for (int c = 0; c < 4; ++c) {
      Block expected = columns(V, c, 1);
      expected.scale(-1.0 / (separate(of[c]) - separate(c % 2)));
      expected.update(-1.0, columns(*solution.X, c, 1), 1.0);
      EXPECT_LE(expected.getVector(0)->norm2(), 1e-10) << c;
    }
    EXPECT_EQ(response.applications().A.columns, solution.applications.A.columns);
    const auto again = response.solve({force(0), force(2)}, {0.0, 0.0}, solution.X.get());
    EXPECT_LT(again.applications.A.columns, solution.applications.A.columns);
  }
}

TEST(PairResponse, DoesNothingForNoBlocks) {
  const KnownProblem known{makeMap(40), separate};
  const PairResponse<double> response(known.pairs({0, 1}), {});
  EXPECT_FALSE(response.solve({}, {}, nullptr).X);
  EXPECT_EQ(response.applications().A.columns, 0);
}

TEST(PairResponse, NoticesThatTheParametersHaveMoved) {
  const auto problem = makeParametric(40, separate, false);
  const PairResponse<double> response(solvedAt(problem, 2, Lapack{}), {});
  EXPECT_NO_THROW(response.requireFresh());
  problem.setParameters(thetaOf(problem, {0.1, 0, 0, 0}));
  EXPECT_THROW(response.requireFresh(), StaleParameters);
}

TEST(PairResponse, RefusesAResultWithoutPairs) {
  EXPECT_THROW(PairResponse<double>(EigenResult<double>(), {}), InvalidOption);
}

}  // namespace
}  // namespace ritz::test
