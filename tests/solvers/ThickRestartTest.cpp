#include <gtest/gtest.h>
#include <ritz/solvers/ThickRestart.hpp>

#include <set>

namespace {

using ritz::keptAtRestart;

TEST(ThickRestart, KeepsTheConvergedOnesAndAboutHalfOfTheRest) {
  for (long steps = 1; steps <= 1000; ++steps) {
    const int kept = keptAtRestart(120, 20, 30, 1, steps);
    EXPECT_GE(kept, 20 + 45) << steps;  // 0.45 of the rest, rounded down
    EXPECT_LE(kept, 20 + 65) << steps;
  }
}

TEST(ThickRestart, KeepsAsManyAsAreWanted) {
  for (long steps = 1; steps <= 100; ++steps) EXPECT_EQ(keptAtRestart(30, 3, 28, 1, steps), 28) << steps;
}

TEST(ThickRestart, LeavesRoomForABlock) {
  for (long steps = 1; steps <= 100; ++steps) {
    EXPECT_EQ(keptAtRestart(12, 0, 11, 4, steps), 8) << steps;
    EXPECT_EQ(keptAtRestart(6, 5, 6, 1, steps), 5) << steps;
    EXPECT_EQ(keptAtRestart(2, 0, 1, 1, steps), 1) << steps;
  }
}

TEST(ThickRestart, SpreadsItsSharesEvenly) {
  // Restarts every 16 steps, a basis of 200 of which 90 to 130 are kept: three restarts in a row differ by a
  // tenth of that range at least (three points of the golden sequence, 16 steps apart, by 0.1115 of it).
  for (long steps = 200; steps < 2000; ++steps) {
    const std::set<int> kept{keptAtRestart(200, 0, 1, 1, steps), keptAtRestart(200, 0, 1, 1, steps + 16),
                             keptAtRestart(200, 0, 1, 1, steps + 32)};
    EXPECT_EQ(kept.size(), 3u) << steps;
    EXPECT_GE(*kept.rbegin() - *kept.begin(), 4) << steps;
  }
}

}  // namespace
