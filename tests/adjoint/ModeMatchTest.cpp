#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/ModeMatch.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

TEST(ModeMatch, FindsModesThatHaveChangedPlaces) {
  Dense<double> overlaps(3, 3);
  overlaps(0, 1) = -0.9, overlaps(1, 0) = 0.8, overlaps(2, 2) = 1.0;
  overlaps(0, 0) = 0.3, overlaps(1, 1) = 0.5;
  const ModeMatch match = matchModes(overlaps);
  EXPECT_EQ(match.order, (std::vector<int>{1, 0, 2}));
  EXPECT_NEAR(match.weakest, 0.64, 1e-15);
}

TEST(ModeMatch, GivesEachPairOnce) {
  const ModeMatch match = matchModes(Dense<double>(3, 3, 0.5));
  EXPECT_EQ(match.order, (std::vector<int>{0, 1, 2}));
}

TEST(ModeMatch, ReordersAllThatBelongsToAPair) {
  const KnownProblem problem{makeMap(12), [](GlobalIndex g) { return 1.0 + real(g); }};
  const auto result = reordered(problem.pairs({0, 1, 2}), {2, 0, 1});
  EXPECT_EQ(result.values, (std::vector<double>{3, 1, 2}));
  EXPECT_LE(distance(*result.vectors, problem.vectors({2, 0, 1})), 1e-15);
}

}  // namespace
}  // namespace ritz::test
