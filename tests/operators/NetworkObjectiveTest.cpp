#include "Networks.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>

#include <cmath>
#include <limits>
#include <memory>

namespace {

using namespace ritz::test;
using Objective = ritz::NetworkObjective<double>;

/// One sample with features x and targets t, on the first rank.
ritz::SamplesPtr<double> oneSample(const std::vector<double>& x, const std::vector<double>& t) {
  const auto map = ritz::makeMap(1);
  const bool mine = map->getComm()->getRank() == 0;
  const std::vector<double> none;
  return std::make_shared<ritz::Samples<double>>(map, static_cast<int>(x.size()), mine ? x : none,
                                                 static_cast<int>(t.size()), mine ? t : none);
}

Column pointOf(const Network& network, const std::vector<double>& w) {
  return columnOf(network.parameterMap(ritz::worldComm()),
                  [&w](ritz::GlobalIndex g) { return w[static_cast<std::size_t>(g)]; });
}

}  // namespace

TEST(NetworkObjective, IsTheLogarithmOfTheClassesAtZero) {
  const Network network{{4, 5, 3}, Activation::Tanh};
  const Objective objective(network, hashSamples(7, network));

  EXPECT_NEAR(objective(Column(objective.map())).loss, std::log(3.0), 1e-15);
}

TEST(NetworkObjective, AppliesLayersAsWritten) {
  // W₀ = (2; 3 | bias 5) on one unit, W₁ = (7 | bias 11): z = 7 f(2x + 3y + 5) + 11.
  const auto value = [](Activation activation) {
    const Network network{{2, 1, 1}, activation, NetworkLoss::SquaredError};
    const Objective objective(network, oneSample({-0.5, -1.25}, {1.0}));
    return objective(pointOf(network, {2, 3, 5, 7, 11})).loss;
  };
  const auto expected = [](double a) { return 0.5 * std::pow(7 * a + 11 - 1, 2); };
  const double z = 0.25;

  EXPECT_NEAR(value(Activation::Identity), expected(z), 1e-13);
  EXPECT_NEAR(value(Activation::Tanh), expected(std::tanh(z)), 1e-13);
  EXPECT_NEAR(value(Activation::Relu), expected(z), 1e-13);
  EXPECT_NEAR(value(Activation::Sigmoid), expected(1 / (1 + std::exp(-z))), 1e-13);
}

TEST(NetworkObjective, SurvivesLargeOutputs) {
  const Network network = ritz::softmaxRegression(1, 2);
  const Objective right(network, oneSample({1.0}, {1, 0})), wrong(network, oneSample({1.0}, {0, 1}));
  const auto w = pointOf(network, {1000, 0, -1000, 0});

  EXPECT_EQ(right(w).loss, 0.0);
  EXPECT_EQ(right(w).accuracy, 1.0);
  EXPECT_EQ(wrong(w).loss, 2000.0);
  EXPECT_EQ(wrong(w).accuracy, 0.0);
}

TEST(NetworkObjective, HasTheGradientOfItsValue) {
  for (const auto activation :
       {Activation::Identity, Activation::Tanh, Activation::Relu, Activation::Sigmoid})
    for (const auto loss : {NetworkLoss::CrossEntropy, NetworkLoss::SquaredError}) {
      const Network network{{4, 5, 3, 3}, activation, loss};
      ritz::NetworkOptions options;
      options.ridge = 0.1;
      const Objective objective(network, hashSamples(20, network), options);
      const Column w = hashPoint(network), v = hashPoint(network, 1.0, 5);
      const auto one = ritz::makeMap(1);
      const auto along = [&](const Column& at) {
        const double value = objective(at).loss;
        return columnOf(one, [value](ritz::GlobalIndex) { return value; });
      };

      // The step crosses no kink of Relu. h⁴ times derivatives of order 1; rounding 1e-16/h.
      const double h = activation == Activation::Relu ? 1e-6 : 1e-3;
      const double expected = gather(differences(along, w, v, h))[0];
      EXPECT_NEAR(gradientAt(objective, w).dot(v), expected, h < 1e-5 ? 1e-9 : 1e-10);
    }
}

TEST(NetworkObjective, DoesNotDependOnMinibatches) {
  const Network network{{40, 50, 30, 5}, Activation::Tanh};
  const auto samples = hashSamples(1500, network);
  ritz::NetworkOptions small;
  small.memoryBudget = std::size_t(1) << 20;
  const Objective whole(network, samples), pieces(network, samples, small);
  const auto w = hashPoint(network);

  EXPECT_NEAR(whole(w).loss, pieces(w).loss, 1e-14);
  EXPECT_EQ(whole(w).accuracy, pieces(w).accuracy);
  EXPECT_LE(distance(gradientAt(whole, w), gradientAt(pieces, w)), 1e-15);
}

TEST(NetworkObjective, StartsFromWeightsThatDoNotDependOnTheRanks) {
  const Network network{{4, 5, 3}, Activation::Tanh};
  const auto w = gather(ritz::initialWeights<double>(network, ritz::worldComm(), 7));

  ASSERT_EQ(w.size(), 5u * 5u + 6u * 3u);
  double largest = 0;
  for (std::size_t i = 0; i < 25; ++i) largest = std::max(largest, std::abs(w[i]));
  for (std::size_t unit = 0; unit < 5; ++unit) EXPECT_EQ(w[5 * unit + 4], 0.0);
  for (std::size_t unit = 0; unit < 3; ++unit) EXPECT_EQ(w[25 + 6 * unit + 5], 0.0);
  EXPECT_LE(largest, std::sqrt(6.0 / 9.0));
  EXPECT_GE(largest,
            0.8 * std::sqrt(6.0 / 9.0));  // the largest of 20: below this with probability 0.8²⁰ = 1 %
  // The first number for seed 7, whatever the ranks.
  Column hashed(ritz::makeMap(43));
  ritz::fillHash(hashed, 7);
  EXPECT_EQ(w[0], gather(hashed)[0] * std::sqrt(6.0 / 9.0));
}

TEST(NetworkObjective, RefusesVectorsOfOtherSpaces) {
  const Network network{{4, 5, 3}, Activation::Tanh};
  const Objective objective(network, hashSamples(7, network));
  Column other(ritz::makeMap(3));
  const Column w(objective.map());

  EXPECT_THROW(objective(other), ritz::SpaceMismatch);
  EXPECT_THROW(objective(w, &other), ritz::SpaceMismatch);
  EXPECT_THROW(Objective(network, hashSamples(7, ritz::softmaxRegression(5, 3))), ritz::SpaceMismatch);
  ritz::NetworkOptions options;
  options.ridge = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(Objective(network, hashSamples(7, network), options), ritz::InvalidOption);
}
