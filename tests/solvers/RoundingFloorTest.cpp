#include <ritz/solvers/RoundingFloor.hpp>

#include <gtest/gtest.h>

namespace {

constexpr double Near = 500 * 2.2e-16, Far = 5000 * 2.2e-16;

TEST(RoundingFloor, IsReachedAtOnceWhereNothingIsLeft) {
  ritz::RoundingFloor<double> floor;
  EXPECT_TRUE(floor.reached(4e-16));
}

TEST(RoundingFloor, IsReachedByResidualsThatStayNearRounding) {
  ritz::RoundingFloor<double> floor;
  int steps = 0;
  while (!floor.reached(steps % 2 == 0 ? Near : 0.8 * Near)) ASSERT_LT(++steps, 100);
  EXPECT_GE(steps, 40);
}

TEST(RoundingFloor, IsNotReachedByResidualsThatFallSlowly) {
  ritz::RoundingFloor<double> floor;
  double residual = Near;
  for (; residual > 1e-15; residual *= 0.97) EXPECT_FALSE(floor.reached(residual));
}

TEST(RoundingFloor, IsNotReachedFarFromRounding) {
  ritz::RoundingFloor<double> floor;
  for (int step = 0; step < 1000; ++step) ASSERT_FALSE(floor.reached(Far));
}

TEST(RoundingFloor, IsReachedThoughResidualsJumpNowAndThen) {
  ritz::RoundingFloor<double> floor;
  int steps = 0;
  while (!floor.reached(steps % 10 == 9 ? Far : Near)) ASSERT_LT(++steps, 100);
}

TEST(RoundingFloor, DependsOnThePrecision) {
  ritz::RoundingFloor<float> floor;
  EXPECT_TRUE(floor.reached(4e-7));
}

}  // namespace
