#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Network.hpp>
#include <ritz/operators/Runtime.hpp>

#include <cmath>
#include <string>
#include <vector>

namespace {

std::string complaint(const std::vector<int>& layers) {
  try {
    ritz::Network{layers}.check();
  } catch (const ritz::InvalidOption& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST(Network, PutsOneMatrixBehindTheOther) {
  const ritz::Network network{{64, 16, 10}};
  EXPECT_EQ(network.depth(), 2);
  EXPECT_EQ(network.offset(0), 0);
  EXPECT_EQ(network.offset(1), 65 * 16);
  EXPECT_EQ(network.parameterCount(), 65 * 16 + 17 * 10);
  EXPECT_EQ(network.parameterMap(ritz::worldComm())->getGlobalNumElements(), 65u * 16 + 17 * 10);
}

TEST(Network, IsSoftmaxRegressionWithoutHiddenLayers) {
  const auto network = ritz::softmaxRegression(64, 10);
  EXPECT_EQ(network.parameterCount(), 650);
  EXPECT_EQ(network.loss, ritz::NetworkLoss::CrossEntropy);
}

TEST(Network, RefusesLayersThatMakeNone) {
  EXPECT_NE(complaint({64}).find("give the number of features"), std::string::npos);
  EXPECT_NE(complaint({64, 0, 10}).find("layer 1 has 0 units"), std::string::npos);
  EXPECT_NE(complaint({1 << 20, 1 << 12}).find("2^31"), std::string::npos);
  EXPECT_EQ(complaint({64, 10}), "no error");
}

TEST(InitialWeights, AreWithinTheBoundOfTheirLayerAndBiasesAreZero) {
  const ritz::Network network{{5, 4, 3}};
  const auto w = ritz::initialWeights<double>(network, ritz::worldComm(), 7);
  const auto entries = w.getData();
  for (int i = 0; i < entries.size(); ++i) {
    const auto g = w.getMap()->getGlobalElement(i);
    const int l = g < network.offset(1) ? 0 : 1;
    const auto rows = network.layers[std::size_t(l)] + 1;
    const double bound =
        std::sqrt(6.0 / (network.layers[std::size_t(l)] + network.layers[std::size_t(l) + 1]));
    if ((g - network.offset(l)) % rows == rows - 1)
      EXPECT_EQ(entries[i], 0.0) << g;
    else
      EXPECT_TRUE(entries[i] != 0.0 && std::abs(entries[i]) <= bound) << g << ": " << entries[i];
  }
}

TEST(InitialWeights, DependOnTheSeedAlone) {
  const ritz::Network network{{5, 4, 3}};
  auto w = ritz::initialWeights<double>(network, ritz::worldComm(), 7);
  const auto again = ritz::initialWeights<double>(network, ritz::worldComm(), 7);
  auto other = ritz::initialWeights<double>(network, ritz::worldComm(), 8);
  other.update(-1.0, w, 1.0);
  EXPECT_GT(other.norm2(), 0.1);
  w.update(-1.0, again, 1.0);
  EXPECT_EQ(w.norm2(), 0.0);
}
