#include <gtest/gtest.h>
#include <ritz/solvers/DavidsonRestart.hpp>

#include <algorithm>
#include <cmath>

using namespace ritz;

namespace {

Dense<double> symmetric(int m) {
  Dense<double> H(m, m);
  for (int j = 0; j < m; ++j)
    for (int i = 0; i < m; ++i) H(i, j) = std::sin(1.0 + i * j) + (i == j ? i : 0.0);
  return H;
}

double overlap(const Dense<double>& X, int i, const Dense<double>& Y, int j) {
  double sum = 0.0;
  for (int l = 0; l < std::min(X.rows(), Y.rows()); ++l) sum += X(l, i) * Y(l, j);
  return sum;
}

TEST(DavidsonRestart, PutsTheBestPairsFirst) {
  const auto smallest = orderedEigen(symmetric(6), Smallest{}),
             largest = orderedEigen(symmetric(6), Largest{});
  EXPECT_TRUE(std::is_sorted(smallest.values.begin(), smallest.values.end()));
  for (int j = 0; j < 6; ++j) {
    EXPECT_EQ(smallest.values[std::size_t(j)], largest.values[std::size_t(5 - j)]);
    EXPECT_NEAR(std::abs(overlap(smallest.vectors, j, largest.vectors, 5 - j)), 1.0, 1e-14);
  }
}

TEST(DavidsonRestart, KnowsTheTargetOfInnerValues) {
  EXPECT_EQ(targetOf<double>(Nearest{2.5}), 2.5);
  EXPECT_EQ(targetOf<double>(SmallestMagnitude{}), 0.0);
  EXPECT_FALSE(targetOf<double>(Smallest{}) || targetOf<double>(Largest{}));
}

TEST(DavidsonRestart, KeepsRitzVectorsAndThoseOfTheStepBefore) {
  const auto before = orderedEigen(symmetric(6), Smallest{}), now = orderedEigen(symmetric(7), Smallest{});
  const Dense<double> Q = restartCoefficients(now.vectors, 3, before.vectors, {0, 2});
  ASSERT_EQ(Q.cols(), 5);
  for (int i = 0; i < 5; ++i)
    for (int j = 0; j < 5; ++j) EXPECT_NEAR(overlap(Q, i, Q, j), i == j ? 1.0 : 0.0, 1e-14);
  for (int j = 0; j < 3; ++j)
    EXPECT_EQ(overlap(Q, j, now.vectors, j), overlap(now.vectors, j, now.vectors, j));
  for (const int target : {0, 2}) {  // padded by a zero, it lies in the span of Q
    double square = 0.0;
    for (int j = 0; j < 5; ++j) square += std::pow(overlap(before.vectors, target, Q, j), 2);
    EXPECT_NEAR(square, 1.0, 1e-13);
  }
}

TEST(DavidsonRestart, LeavesOutPreviousVectorsThatTellNothingNew) {
  const auto now = orderedEigen(symmetric(6), Smallest{});
  EXPECT_EQ(restartCoefficients(now.vectors, 3, now.vectors, {0, 1}).cols(), 3);
  EXPECT_EQ(restartCoefficients(now.vectors, 3, now.vectors, {9}).cols(), 3);
  EXPECT_EQ(restartCoefficients(now.vectors, 2, Dense<double>(), {0}).cols(), 2);
}

}  // namespace
