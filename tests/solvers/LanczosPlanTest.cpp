#include <gtest/gtest.h>
#include <ritz/solvers/LanczosPlan.hpp>

#include <limits>
#include <vector>

namespace {

/// Nodes 0, 1, …, 99 with a hundred of ten thousand values at each.
ritz::SpectralEstimate<double> evenSpectrum() {
  std::vector<double> nodes, weights(100, 0.01), residuals(100, 0.0);
  for (int i = 0; i < 100; ++i) nodes.push_back(i);
  return {nodes, weights, residuals, 10000};
}

/// Nearly all values at 0, a few that halve from 1 on.
ritz::SpectralEstimate<double> decayingSpectrum() {
  std::vector<double> nodes{0}, weights{0.999}, residuals(11, 0.0);
  for (int i = 10; i > 0; --i) {
    nodes.push_back(2.0 / (1 << i));
    weights.push_back(0.0001);
  }
  return {nodes, weights, residuals, 10000};
}

ritz::PlanTask taskOf(double application, double furtherColumn, double column) {
  ritz::PlanTask task;
  task.filter.numPairs = 10;
  task.filter.basis = 30;
  task.filter.n = 10000;
  task.filter.tolerance = 1e-8;
  task.filter.secondsPerApplication = application;
  task.filter.secondsPerFurtherColumn = furtherColumn;
  task.filter.secondsPerColumn = column;
  task.room = 1000;
  task.steps = 20;
  return task;
}

TEST(LanczosPlan, GoesOnBySingleVectorsWhereProductsAreDear) {
  const auto plan = ritz::planLanczos(evenSpectrum(), taskOf(0.1, 0.1, 1e-5));
  EXPECT_TRUE(plan.isPlain());
  EXPECT_EQ(plan.basis, 30);
  EXPECT_GT(plan.steps, 0);
  EXPECT_NEAR(plan.secondsPerStep, 0.1, 0.01);
  EXPECT_NE(plan.why.find("no filter"), std::string::npos) << plan.why;
}

TEST(LanczosPlan, TakesAFilterWhereProductsAreCheap) {
  const auto plan = ritz::planLanczos(evenSpectrum(), taskOf(1e-5, 1e-5, 1e-4));
  ASSERT_TRUE(plan.filter);
  EXPECT_EQ(plan.basis, 30);
  EXPECT_NE(plan.why.find("filter of degree"), std::string::npos) << plan.why;
}

TEST(LanczosPlan, TakesBlocksWhereFurtherColumnsCostNothing) {
  const auto plan = ritz::planLanczos(evenSpectrum(), taskOf(0.1, 0.0, 1e-6));
  EXPECT_EQ(plan.block, 8);
  EXPECT_FALSE(plan.filter);
  EXPECT_GE(plan.basis, 10 + 2 * plan.block);
  EXPECT_NE(plan.why.find("blocks of 8"), std::string::npos) << plan.why;
}

TEST(LanczosPlan, TakesNoMoreVectorsThanThereIsRoomFor) {
  auto task = taskOf(1e-5, 1e-5, 1e-4);
  task.room = task.filter.basis = 25;
  EXPECT_LE(ritz::planLanczos(evenSpectrum(), task).basis, 25);
  task = taskOf(0.1, 0.0, 1e-6);
  task.room = task.filter.basis = 25;
  EXPECT_EQ(ritz::planLanczos(evenSpectrum(), task).block, 1);
}

TEST(LanczosPlan, LetsTheBasisGrowWherePairsConvergeOneAfterAnother) {
  auto task = taskOf(1e-3, 1e-3, 1e-5);
  task.converged = 5;
  const auto plan = ritz::planLanczos(decayingSpectrum(), task);
  EXPECT_TRUE(plan.isPlain());
  EXPECT_EQ(plan.basis, 20 + 20 + 5);
  EXPECT_NE(plan.why.find("5 of 10 pairs converged in 20 steps"), std::string::npos) << plan.why;

  task.room = 40;
  EXPECT_EQ(ritz::planLanczos(decayingSpectrum(), task).basis, 30);
  task.converged = 1;
  EXPECT_EQ(ritz::planLanczos(decayingSpectrum(), task).basis, 30);
}

ritz::LanczosPlan<double> planOf(double steps, double stepsAtMost) {
  ritz::LanczosPlan<double> plan;
  plan.steps = steps;
  plan.stepsAtMost = stepsAtMost;
  return plan;
}

constexpr double NoneCame = std::numeric_limits<double>::infinity();

TEST(StepsLeft, FallButNotToNothingWhilePairsAreMissing) {
  EXPECT_DOUBLE_EQ(stepsLeft(planOf(100, 0), 40, 10, 10, NoneCame), 60);
  EXPECT_DOUBLE_EQ(stepsLeft(planOf(100, 0), 130, 10, 10, NoneCame), 25);
  EXPECT_DOUBLE_EQ(stepsLeft(planOf(100, 0), 130, 4, 10, 5), 10);
}

TEST(StepsLeft, AreThoseWithoutAPaceOnceItIsBroken) {
  EXPECT_DOUBLE_EQ(stepsLeft(planOf(30, 400), 10, 6, 10, NoneCame), 20);
  EXPECT_DOUBLE_EQ(stepsLeft(planOf(30, 400), 40, 6, 10, NoneCame), 360);
  EXPECT_DOUBLE_EQ(stepsLeft(planOf(30, 400), 40, 4, 10, 20), 80);
}

}  // namespace
