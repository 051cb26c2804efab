#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/Losses.hpp>
#include <ritz/adjoint/PairClusters.hpp>
#include <ritz/operators/Error.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

/// 1, 2, 2, 2, 3, 4, …
double triple(GlobalIndex g) { return g == 0 ? 1.0 : g < 4 ? 2.0 : real(g) - 1.0; }

std::shared_ptr<EigenResult<double>> firstPairs(int k, int n = 20) {
  std::vector<GlobalIndex> wanted;
  for (GlobalIndex i = 0; i < k; ++i) wanted.push_back(i);
  return std::make_shared<EigenResult<double>>(KnownProblem{makeMap(n), triple}.pairs(wanted));
}

PairClusters<double> clustersOf(const std::shared_ptr<EigenResult<double>>& result,
                                OnCluster onCluster = OnCluster::Raise) {
  AdjointOptions options;
  options.onCluster = onCluster;
  return {result, options};
}

Real<double> neverAsked(int) {
  ADD_FAILURE() << "the operators were asked";
  return 0;
}

PairClusters<double>::DistanceToRest answering(double distance) {
  return [distance](int) { return distance; };
}

Cotangent<double> ofValues(const std::vector<double>& diagonal) {
  const int k = static_cast<int>(diagonal.size());
  Cotangent<double> result{Dense<double>(k, k), nullptr};
  for (int j = 0; j < k; ++j) result.values(j, j) = diagonal[static_cast<std::size_t>(j)];
  return result;
}

TEST(PairClusters, AreThoseOfEqualValues) {
  const auto clusters = clustersOf(firstPairs(6));

  EXPECT_EQ(clusters.multiple(), (std::vector<Cluster>{{1, 2, 3}}));
  EXPECT_EQ(clusters.clusterOf(), (std::vector<int>{0, 1, 1, 1, 2, 3}));
  EXPECT_EQ(clusters.last(), Cluster{5});
}

TEST(PairClusters, AreCutWhereTheGuardsSaySo) {
  const auto result = firstPairs(3);
  result->guards.values = {2.0, 3.0};
  EXPECT_TRUE(clustersOf(result).isCut({1, 2}, neverAsked));
  EXPECT_FALSE(clustersOf(result).isCut({0}, neverAsked));
  result->guards.values = {3.0};
  EXPECT_FALSE(clustersOf(result).isCut({1, 2}, neverAsked));
}

TEST(PairClusters, AskTheOperatorsWhereThereAreNoGuards) {
  const auto clusters = clustersOf(firstPairs(3));

  EXPECT_TRUE(clusters.isCut({1, 2}, answering(1e-12)));
  EXPECT_FALSE(clusters.isCut({1, 2}, answering(1.0)));
  EXPECT_FALSE(clusters.isCut({0}, neverAsked));  // another one is in between
}

TEST(PairClusters, MayHideACopyFromTheGuards) {
  const auto result = firstPairs(3);
  result->guards.values = {3.0};
  const auto clusters = clustersOf(result);

  EXPECT_TRUE(clusters.hidesCopy(answering(1e-12)));
  EXPECT_FALSE(clusters.hidesCopy(answering(1.0)));
  EXPECT_THROW(clusters.requireNoHiddenCopy(ofValues({0, 1, 1}), answering(1e-12)), GaugeDependent);
  EXPECT_NO_THROW(clusters.requireNoHiddenCopy(ofValues({1, 0, 0}), neverAsked));
}

TEST(PairClusters, AreNotCutWhereNothingIsLeft) {
  EXPECT_FALSE(clustersOf(firstPairs(4, 4)).isCut({1, 2, 3}, neverAsked));
}

TEST(PairClusters, RefuseACutThatTheLossSees) {
  const auto result = firstPairs(3);
  result->guards.values = {2.0};
  const auto clusters = clustersOf(result);

  EXPECT_NO_THROW(clusters.requireClosed(ofValues({1, 0, 0}), neverAsked));
  try {
    clusters.requireClosed(ofValues({0, 0, 1}), neverAsked);
    ADD_FAILURE() << "the cut was not seen";
  } catch (const GaugeDependent& refused) {
    EXPECT_EQ(refused.finding().cluster, (Cluster{1, 2}));
    EXPECT_EQ(refused.finding().closingK, std::optional<int>(4));
    EXPECT_NE(std::string(refused.what()).find("k = 4 closes the cluster"), std::string::npos);
  }
}

TEST(PairClusters, SeeACutByTheVectorsToo) {
  const auto result = firstPairs(3);
  result->guards.values = {2.0};
  const auto columns = std::make_shared<Block>(result->vectors->getMap(), 3);
  const Cotangent<double> cotangent{{}, columns};

  columns->getVectorNonConst(0)->putScalar(1.0);
  EXPECT_NO_THROW(clustersOf(result).requireClosed(cotangent, neverAsked));
  columns->getVectorNonConst(1)->putScalar(1.0);
  EXPECT_THROW(clustersOf(result).requireClosed(cotangent, neverAsked), GaugeDependent);
}

TEST(PairClusters, RefuseCotangentsOfOtherPairs) {
  const auto clusters = clustersOf(firstPairs(4));

  EXPECT_THROW(clusters.requireClosed(ofValues({1}), answering(1.0)), SpaceMismatch);
  const auto two = std::make_shared<Block>(makeMap(20), 2);
  EXPECT_THROW(clusters.requireClosed({{}, two}, answering(1.0)), SpaceMismatch);
}

TEST(PairClusters, RefuseACurvatureBelowTheGap) {
  const auto clusters = clustersOf(firstPairs(3));

  EXPECT_NO_THROW(clusters.requireGaps([](int) { return 1e-3; }));
  EXPECT_THROW(clusters.requireGaps([](int pair) { return pair == 2 ? 1e-12 : 1.0; }), GaugeDependent);
}

TEST(PairClusters, TakeTheInvariantPartOnlyIfTold) {
  const auto cotangent = ofValues({5, 1, 2, 6});

  EXPECT_THROW(clustersOf(firstPairs(4)).invariantPart(cotangent, {}), GaugeDependent);
  const auto part = clustersOf(firstPairs(4), OnCluster::Project).invariantPart(cotangent, {});
  for (int j = 1; j < 4; ++j) EXPECT_NEAR(part.values(j, j), 3.0, 4 * Epsilon) << j;
  EXPECT_EQ(part.values(0, 0), 5.0);
}

TEST(PairClusters, LeaveAGoodCotangentAsItIs) {
  const auto part = clustersOf(firstPairs(4)).invariantPart(ofValues({5, 2, 2, 2}), {});

  for (int j = 0; j < 4; ++j) EXPECT_EQ(part.values(j, j), j == 0 ? 5.0 : 2.0);
}

TEST(PairClusters, CertifyLossesByTryingOtherBases) {
  const ValueSum<double> good({5, 2, 2, 2}), bad({5, 1, 2, 2});

  EXPECT_TRUE(clustersOf(firstPairs(4)).certify(good));
  EXPECT_THROW(clustersOf(firstPairs(4)).certify(bad), GaugeDependent);
  EXPECT_FALSE(clustersOf(firstPairs(4), OnCluster::Project).certify(bad));
}

}  // namespace
}  // namespace ritz::test
