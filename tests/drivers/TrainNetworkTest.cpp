#include "operators/Networks.hpp"

#include <gtest/gtest.h>
#include <ritz/drivers/TrainNetwork.hpp>
#include <ritz/operators/Error.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace ritz::test;
using Objective = ritz::NetworkObjective<double>;

ritz::SamplesPtr<double> digits() {
  const auto table = ritz::readCsv(ritz::worldComm(), RITZ_SOURCE_DIR "/data/digits.csv.gz");
  return ritz::classSamples<double>(table)->scaled(16.0);
}

}  // namespace

TEST(TrainNetwork, ClassifiesDigits) {
  const ritz::Network network{{64, 16, 10}, ritz::Activation::Tanh};
  ritz::NetworkOptions options;
  options.ridge = 1e-4;
  const Objective objective(network, digits(), options);
  auto w = ritz::initialWeights<double>(network, ritz::worldComm());
  const auto before = objective(w);
  ritz::TrainOptions training;
  training.maxEvaluations = 100;

  const auto result = ritz::trainNetwork(objective, w, training);

  EXPECT_LT(result.best.loss, 0.2 * before.loss);
  EXPECT_GE(result.best.accuracy, 0.95);
  EXPECT_LE(result.evaluations, 100);
  const auto after = objective(w);
  EXPECT_NEAR(after.loss, result.best.loss, 1e-14 * before.loss);
  EXPECT_EQ(after.accuracy, result.best.accuracy);
}

TEST(TrainNetwork, EndsWhereTheGradientVanishes) {
  // A linear least-squares problem with ridge: strictly convex, the minimum is unique.
  const ritz::Network network{{3, 2}, ritz::Activation::Identity, ritz::NetworkLoss::SquaredError};
  ritz::NetworkOptions options;
  options.ridge = 0.1;
  const Objective objective(network, hashSamples(20, network), options);
  ritz::TrainOptions training;
  training.gradientTolerance = 1e-7;
  Column w(objective.map()), other = hashPoint(network);

  const auto result = ritz::trainNetwork(objective, w, training);
  ritz::trainNetwork(objective, other, training);

  EXPECT_TRUE(result.converged) << result.reason;
  EXPECT_LE(gradientAt(objective, w).norm2(), 1e-7);
  EXPECT_LE(distance(w, other), 2e-7 / options.ridge);  // ‖w − w*‖ ≤ ‖∇F‖/ρ
}

TEST(TrainNetwork, ReportsEachEvaluationAndStopsWhenTold) {
  const ritz::Network network{{3, 4, 2}, ritz::Activation::Sigmoid};
  const Objective objective(network, hashSamples(10, network));
  auto w = hashPoint(network);
  std::vector<int> seen;
  ritz::TrainOptions training;
  training.progress = [&seen](const ritz::TrainStep& step) {
    seen.push_back(step.evaluations);
    return step.evaluations < 3;
  };

  const auto result = ritz::trainNetwork(objective, w, training);

  EXPECT_EQ(seen, (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(result.evaluations, 3);
  EXPECT_EQ(result.reason, "stopped");
  EXPECT_FALSE(result.converged);
}

TEST(TrainNetwork, RefusesBadOptionsAndStarts) {
  const ritz::Network network{{3, 4, 2}, ritz::Activation::Tanh};
  const Objective objective(network, hashSamples(10, network));
  auto w = hashPoint(network);
  ritz::TrainOptions training;
  training.maxEvaluations = 0;
  EXPECT_THROW(ritz::trainNetwork(objective, w, training), ritz::InvalidOption);
  Column other(ritz::makeMap(3));
  EXPECT_THROW(ritz::trainNetwork(objective, other), ritz::SpaceMismatch);
  w.putScalar(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THROW(ritz::trainNetwork(objective, w), ritz::OperatorFailure);
}
