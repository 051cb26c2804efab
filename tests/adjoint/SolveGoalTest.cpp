#include <ritz/adjoint/SolveGoal.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

/// Two columns of one whole whose fixed part has norm 3.
SolveGoal<double> twoColumns() {
  SolveGoal<double> goal;
  goal.group = {0, 0};
  goal.fixedSquare = {9};
  goal.rhs = {1, 2};
  goal.operatorNorm = {10, 10};
  goal.prepare(2);
  return goal;
}

TEST(SolveGoal, BeginsWithTheRightHandSides) {
  EXPECT_EQ(twoColumns().residuals, (std::vector<double>{1, 2}));
}

TEST(SolveGoal, IsReachedByTheResidual) {
  auto goal = twoColumns();
  goal.residual = 1e-3;
  goal.residuals = {0.9e-3, 2.1e-3};
  EXPECT_TRUE(goal.isReached(0));
  EXPECT_FALSE(goal.isReached(1));
}

TEST(SolveGoal, IsReachedByTheShareOfTheError) {
  auto goal = twoColumns();
  goal.error = 1e-2;
  goal.solution = {4, 0};  // ‖W‖ = 5, each column may err by 5e-2/√2
  goal.effective = {2, 2};
  const double allowed = 2 * 5e-2 / std::sqrt(2.0);
  goal.residuals = {0.99 * allowed, 1.01 * allowed};
  EXPECT_TRUE(goal.isReached(0));
  EXPECT_FALSE(goal.isReached(1));
  EXPECT_NEAR(goal.relativeError(0), 1e-2, 1e-4);
}

/// A start that is good but for what belongs to the smallest eigenvalue.
TEST(SolveGoal, LimitsTheErrorByWhatIsKnownOfTheSpectrum) {
  auto goal = twoColumns();
  goal.error = 1e-2;
  goal.solution = {4, 0};
  goal.effective = {100, 100};
  goal.known = {2, 2};
  goal.start = {0.2, 10};
  const double allowed = 5e-2 / std::sqrt(2.0);
  goal.residuals = {3.9 * allowed, 15.9 * allowed};  // before a digit is won, and after
  EXPECT_TRUE(goal.isReached(0));
  EXPECT_TRUE(goal.isReached(1));
  goal.residuals = {4.1 * allowed, 16.1 * allowed};
  EXPECT_FALSE(goal.isReached(0));
  EXPECT_FALSE(goal.isReached(1));
  goal.known.clear();
  goal.residuals = {1e-3, 1e-3};
  goal.start = {5e-3, 5e-3};
  EXPECT_FALSE(goal.isReached(0));
}

TEST(SolveGoal, IsReachedBySingularity) {
  auto goal = twoColumns();
  goal.singular = 1e-8;
  goal.curvature = {1e-9, 1e-7};
  EXPECT_TRUE(goal.isReached(0));
  EXPECT_FALSE(goal.isReached(1));
}

TEST(SolveGoal, KnowsWhenRoundingStopsIt) {
  auto goal = twoColumns();
  goal.solution = {1, 1};
  goal.residuals = {1e-15, 1e-13};
  EXPECT_TRUE(goal.isAtRounding(0));  // ε (1 + 10)
  EXPECT_FALSE(goal.isAtRounding(1));
}

TEST(SolveGoal, HasNoErrorWithoutSolutions) {
  SolveGoal<double> goal;
  goal.fixedSquare = {0};
  EXPECT_EQ(goal.relativeError(0), 0.0);
}

TEST(SolveGoal, OfSomeColumnsHasWhatBelongsToThem) {
  auto goal = twoColumns();
  goal.group = {0, 1};
  goal.fixedSquare = {9, 16};
  goal.operatorNorm = {10, 20};
  goal.known = {0.5, 0.25};
  goal.residual = 1e-3;
  const auto part = goal.of({1});
  EXPECT_EQ(part.group, (std::vector<int>{1}));
  EXPECT_EQ(part.rhs, (std::vector<double>{2}));
  EXPECT_EQ(part.operatorNorm, (std::vector<double>{20}));
  EXPECT_EQ(part.known, (std::vector<double>{0.25}));
  EXPECT_EQ(part.fixedSquare, goal.fixedSquare);
  EXPECT_EQ(part.residuals, part.rhs);
  EXPECT_EQ(part.residual, goal.residual);
}

TEST(SolveGoal, TakesOverWhatAPartHasReached) {
  auto goal = twoColumns();
  goal.curvature = {1, 1};
  auto part = goal.of({1});
  part.residuals = {0.1};
  part.curvature = {3};
  part.effective = {2};
  part.reached = {true};
  goal.take({1}, part);
  EXPECT_EQ(goal.residuals, (std::vector<double>{1, 0.1}));
  EXPECT_EQ(goal.curvature, (std::vector<double>{1, 1}));  // the smallest that was ever seen
  EXPECT_EQ(goal.effective[1], 2);
  EXPECT_EQ(goal.reached, (std::vector<bool>{false, true}));
}

}  // namespace
}  // namespace ritz::test
