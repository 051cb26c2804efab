#pragma once

#include <ritz/operators/NetworkObjective.hpp>
#include <ritz/operators/NetworkSweep.hpp>
#include <ritz/operators/NetworkThetaSpace.hpp>
#include <ritz/operators/ReplicatedSpace.hpp>

#include <functional>

namespace ritz::detail {

/// Samples of this rank that are taken at once.
struct Minibatch {
  std::size_t first = 0, count = 0;
};

/// A network with its samples, scaled and weighted: what objective and Hessian share.
template <class S>
class NetworkModel {
 public:
  using Matrix = typename Samples<S>::Matrix;

  /// Checks everything. Collective.
  NetworkModel(Network network, SamplesPtr<S> samples, const NetworkOptions& options);

  const Network& network() const { return network_; }
  const Samples<S>& samples() const { return *samples_; }
  const NetworkOptions& options() const { return options_; }
  const ReplicatedSpace<S>& space() const { return space_; }
  double ridge() const { return ridge_; }
  /// 1/N.
  S mean() const { return S(1) / static_cast<S>(samples_->count()); }

  /// Takes over what `theta` has of ρ, scales and weights.
  void setTheta(const NetworkTheta& chosen, const NetworkThetaParts<S>& theta);

  /// (features + 1) × samples: the rows times scales, the last row times `last`.
  Matrix scaledInputs(const Kokkos::View<S*, Device<S>>& scales, S last) const;

  /// Minibatches of at most `largest` samples.
  std::vector<Minibatch> minibatches(std::size_t largest) const;
  /// How many samples fit into `bytes` if each takes `entries` numbers; at least 1, no more than it pays.
  std::size_t batchFor(double bytes, std::size_t entries) const;

  MatrixView<S> inputs() const { return inputs_; }
  MatrixView<S> sampleWeights() const { return sampleWeights_; }
  MatrixView<S> targets(const Minibatch& batch) const;

  /// F and its gradient at w, as in NetworkObjective.
  typename NetworkObjective<S>::Value evaluate(const Tpetra::Vector<S>& w, Tpetra::Vector<S>* gradient) const;

 private:
  void check() const;

  Network network_;
  SamplesPtr<S> samples_;
  NetworkOptions options_;
  ReplicatedSpace<S> space_;
  double ridge_;
  Matrix inputs_, sampleWeights_;
};

/// Columns of a matrix that belong to a minibatch.
template <class S>
MatrixView<S> columnsOf(const MatrixView<S>& A, const Minibatch& batch) {
  return matrixAt(A.data() + batch.first * A.extent(0), A.extent(0), batch.count);
}

}  // namespace ritz::detail
