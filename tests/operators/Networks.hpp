#pragma once

#include "Blocks.hpp"

#include <ritz/operators/NetworkHessian.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

/// Small models and their data for tests of Hessians.
namespace ritz::test {

using ritz::Activation;
using ritz::Network;
using ritz::NetworkCurvature;
using ritz::NetworkLoss;
using Hessian = NetworkHessian<double>;
using Options = NetworkHessianOptions;

/// `count` pseudo-random samples that do not depend on the ranks: features in (−1, 1); as targets classes by
/// turns, or for SquaredError numbers in (−1, 1).
inline SamplesPtr<double> hashSamples(GlobalIndex count, const Network& network) {
  const auto map = makeMap(count);
  const auto transposed = [&map](int rows, std::uint64_t seed) {
    const auto block = hashBlock(map, static_cast<std::size_t>(rows), seed);
    std::vector<double> values;
    for (std::size_t i = 0; i < block.getLocalLength(); ++i)
      for (std::size_t j = 0; j < block.getNumVectors(); ++j)
        values.push_back(block.getData(j)[static_cast<Teuchos_Ordinal>(i)]);
    return values;
  };
  auto targets = transposed(network.outputs(), 12);
  if (network.loss == NetworkLoss::CrossEntropy)
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const auto classes = static_cast<std::size_t>(network.outputs());
      const auto sample = map->getGlobalElement(static_cast<LocalIndex>(i / classes));
      targets[i] = static_cast<std::size_t>(sample) % classes == i % classes ? 1.0 : 0.0;
    }
  return std::make_shared<Samples<double>>(map, network.inputs(), transposed(network.inputs(), 11),
                                           network.outputs(), targets);
}

/// Pseudo-random parameters of moderate size, biases included.
inline Column hashPoint(const Network& network, double size = 0.7, std::uint64_t seed = 21) {
  Column w(network.parameterMap(worldComm()));
  fillHash(w, seed);
  w.scale(size);
  return w;
}

/// d/dh f(x + h v) at 0 from values at ±h and ±2h: off by h⁴ |f⁗|/30 and rounding/h.
inline Column differences(const std::function<Column(const Column&)>& f, const Column& x, const Column& v,
                          double h = 1e-3) {
  const auto at = [&](double step) {
    Column moved(x, Teuchos::Copy);
    moved.update(step, v, 1.0);
    return f(moved);
  };
  Column sum = at(h);
  sum.update(-1.0, at(-h), 1.0);
  sum.scale(8.0);
  sum.update(-1.0, at(2 * h), 1.0, at(-2 * h), 1.0);
  sum.scale(1.0 / (12.0 * h));
  return sum;
}

inline Column gradientAt(const NetworkObjective<double>& objective, const Column& w) {
  Column g(objective.map());
  objective(w, &g);
  return g;
}

inline const std::vector<Activation> activations{Activation::Identity, Activation::Tanh, Activation::Relu,
                                                 Activation::Sigmoid};
inline const std::vector<NetworkLoss> losses{NetworkLoss::CrossEntropy, NetworkLoss::SquaredError};

/// Calls work for networks of every activation and loss.
inline void forEachNetwork(const std::vector<int>& layers, const std::function<void(const Network&)>& work) {
  for (const auto activation : activations)
    for (const auto loss : losses) {
      SCOPED_TRACE(testing::Message() << "activation " << int(activation) << ", loss " << int(loss));
      work({layers, activation, loss});
    }
}

/// H X, into memory full of NaNs.
inline Block product(const Operator<double>& H, const Block& X) {
  Block Y(H.getRangeMap(), X.getNumVectors());
  Y.putScalar(std::numeric_limits<double>::quiet_NaN());
  H.apply(X, Y);
  return Y;
}

/// At hashPoint, of hashSamples.
inline NetworkHessian<double> hessianOf(const Network& network, GlobalIndex samples,
                                        const NetworkHessianOptions& options = {}) {
  return NetworkHessian<double>(network, hashSamples(samples, network), hashPoint(network), options);
}

}  // namespace ritz::test
