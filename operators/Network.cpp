#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/Network.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <Kokkos_Core.hpp>

#include <cmath>
#include <limits>

namespace ritz {

namespace {

/// Multiplies the entries of W, rows × columns, by `factor` and those of its last row by 0, as far as this
/// rank has them: it has those from `begin` in the numbering of w; W starts at `offset`.
template <class View>
void scaleLayer(const View& w, GlobalIndex begin, GlobalIndex offset, GlobalIndex rows, GlobalIndex columns,
                double factor) {
  using Value = typename View::non_const_value_type;
  const auto here = begin + static_cast<GlobalIndex>(w.extent(0));
  const auto first = std::max(begin, offset), last = std::max(first, std::min(here, offset + rows * columns));
  const auto scale = static_cast<Value>(factor);
  Kokkos::parallel_for(
      "ritz::initialWeights", Kokkos::RangePolicy<typename View::execution_space, GlobalIndex>(first, last),
      KOKKOS_LAMBDA(GlobalIndex g) {
        w(g - begin, 0) *= (g - offset) % rows == rows - 1 ? Value(0) : scale;
      });
}

}  // namespace

GlobalIndex Network::offset(int l) const {
  GlobalIndex sum = 0;
  for (int i = 0; i < l; ++i) {
    const auto at = static_cast<std::size_t>(i);
    sum += (GlobalIndex(layers[at]) + 1) * layers[at + 1];
  }
  return sum;
}

MapPtr Network::parameterMap(const CommPtr& comm) const {
  check();
  return makeMap(comm, parameterCount());
}

void Network::check() const {
  if (layers.size() < 2)
    throw InvalidOption(
        fmt::format("Network: asked for layers [{}]; give the number of features, the sizes of "
                    "hidden layers, and the number of outputs",
                    fmt::join(layers, ", ")));
  for (std::size_t l = 0; l < layers.size(); ++l) {
    if (layers[l] < 1)
      throw InvalidOption(
          fmt::format("Network: layer {} has {} units; give sizes of at least 1", l, layers[l]));
    if (l > 0 && (layers[l - 1] + 1.0) * layers[l] > std::numeric_limits<int>::max())
      throw InvalidOption(
          fmt::format("Network: layers {} and {} have {} and {} units; their matrix must have "
                      "fewer than 2^31 entries, take smaller layers",
                      l - 1, l, layers[l - 1], layers[l]));
  }
}

Network softmaxRegression(int features, int classes) {
  return {{features, classes}, Activation::Identity, NetworkLoss::CrossEntropy};
}

template <class S>
Tpetra::Vector<S> initialWeights(const Network& network, const CommPtr& comm, std::uint64_t seed) {
  Tpetra::Vector<S> w(network.parameterMap(comm), false);
  fillHash(w, seed);
  const auto view = w.getLocalViewDevice(Tpetra::Access::ReadWrite);
  for (int l = 0; l < network.depth(); ++l) {
    const auto at = static_cast<std::size_t>(l);
    const int inputs = network.layers[at], outputs = network.layers[at + 1];
    scaleLayer(view, w.getMap()->getMinGlobalIndex(), network.offset(l), inputs + 1, outputs,
               std::sqrt(6.0 / (double(inputs) + outputs)));
  }
  return w;
}

#define RITZ_INITIAL_WEIGHTS(S) \
  template Tpetra::Vector<S> initialWeights<S>(const Network&, const CommPtr&, std::uint64_t);
RITZ_INITIAL_WEIGHTS(double)
RITZ_IF_FLOAT(RITZ_INITIAL_WEIGHTS)

}  // namespace ritz
