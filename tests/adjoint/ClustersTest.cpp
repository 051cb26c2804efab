#include <ritz/adjoint/Clusters.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace ritz::test {
namespace {

using Values = std::vector<double>;
const double Infinite = std::numeric_limits<double>::infinity();

TEST(Clusters, AreChainsOfNeighbours) {
  // 2 and 2 + 1.8e-8 are further apart than 1e-8·2, but the value between them joins both.
  const auto clusters = findClusters<double>({1, 2, 2 + 1.8e-8, 2 + 0.9e-8}, Values(4, 0.0), 0.5e-8);
  EXPECT_EQ(clusters, (std::vector<Cluster>{{0}, {1, 2, 3}}));
}

TEST(Clusters, AreRelativeToTheLargestValue) {
  const Values bounds(3, 0.0);
  EXPECT_EQ(findClusters<double>({0, 1e-3, 1e6}, bounds, 1e-8).size(), 2u);
  EXPECT_EQ(findClusters<double>({0, 1e-3, 1}, bounds, 1e-8).size(), 3u);
}

TEST(Clusters, ReachAsFarAsErrorBounds) {
  EXPECT_EQ(findClusters<double>({1, 1.01}, {0.0, 0.02}, 1e-8).size(), 1u);
  EXPECT_EQ(findClusters<double>({1, 1.01}, {0.0, 0.005}, 1e-8).size(), 2u);
}

TEST(Clusters, IgnoreUnknownBounds) {
  EXPECT_EQ(findClusters<double>({1, 2}, {Infinite, Infinite}, 1e-8).size(), 2u);
}

TEST(Clusters, NeedNotBeContiguous) {
  // By magnitude: −3, 3, −3.
  const auto clusters = findClusters<double>({-3, 3, -3}, Values(3, 0.0), 1e-8);
  EXPECT_EQ(clusters, (std::vector<Cluster>{{0, 2}, {1}}));
  EXPECT_EQ(clusterOfEach(clusters, 3), (std::vector<int>{0, 1, 0}));
}

TEST(Clusters, AreReachedByValuesBeyond) {
  EXPECT_TRUE(reaches<double>({1}, {1, 2}, {3, 2 + 1e-9}, 1e-8));
  EXPECT_FALSE(reaches<double>({0}, {1, 2}, {3, 2 + 1e-9}, 1e-8));
}

}  // namespace
}  // namespace ritz::test
