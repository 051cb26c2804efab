#pragma once

#include <ritz/operators/Network.hpp>
#include <ritz/operators/Samples.hpp>

#include <cstddef>
#include <memory>

namespace ritz {

namespace detail {
template <class S>
class NetworkModel;
}

struct NetworkOptions {
  double ridge = 0.0;  ///< ρ ≥ 0 of ½ρ‖w‖²
  /// Bytes ≥ 2²⁰ on each rank for what is computed of the samples. Samples are taken in minibatches that fit;
  /// how many at once changes results by rounding only.
  std::size_t memoryBudget = std::size_t(1) << 30;
};

/// F(w) = (1/N) Σᵢ loss(network(xᵢ; w), tᵢ) + ½ρ‖w‖² over all samples of all ranks, with gradient.
template <class S>
class NetworkObjective {
 public:
  using Vector = Tpetra::Vector<S>;

  struct Value {
    double loss = 0.0;      ///< F(w)
    double accuracy = 0.0;  ///< share of the samples whose largest output is where the largest target is
  };

  /// Collective. Throws InvalidOption (network, ridge, budget), SpaceMismatch (samples that do not fit the
  /// network's first and last layer).
  NetworkObjective(Network network, SamplesPtr<S> samples, const NetworkOptions& options = {});
  ~NetworkObjective();

  const Network& network() const;
  const MapPtr& map() const;

  /// F(w), and ∇F(w) into `gradient` unless that is null, the same bits on every rank. w and gradient over
  /// map(). Collective. Throws SpaceMismatch.
  Value operator()(const Vector& w, Vector* gradient = nullptr) const;

 private:
  std::unique_ptr<detail::NetworkModel<S>> model_;
};

}  // namespace ritz
