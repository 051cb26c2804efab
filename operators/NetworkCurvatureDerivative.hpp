#pragma once

#include <ritz/operators/NetworkModel.hpp>

namespace ritz::detail {

/// How the Hessian or Gauss-Newton matrix H(θ) of a network changes with θ, from jets with one direction more
/// than H has: ∂/∂θ·p of the gradient's part in v, and of the loss's part in v and w.
template <class S>
class NetworkCurvatureDerivative {
 public:
  using Parts = NetworkThetaParts<S>;

  /// Keeps references; `point` is w on every rank.
  NetworkCurvatureDerivative(const NetworkModel<S>& model, const NetworkThetaSpace<S>& theta,
                             const MatrixView<S>& point, NetworkCurvature curvature);

  /// Y = (∂H/∂θ·p) X. Collective.
  void apply(const Parts& p, const MultiVector<S>& X, MultiVector<S>& Y) const;

  /// ∂/∂θ ⟨W, H V⟩, of the samples of this rank but for the ridge. Collective.
  Parts first(const MultiVector<S>& W, const MultiVector<S>& V) const;

  /// ∂/∂θ ⟨W, (∂H/∂θ·p) V⟩ likewise.
  Parts second(const Parts& p, const MultiVector<S>& W, const MultiVector<S>& V) const;

 private:
  /// Jets of what is fixed, θ's direction p (null: none) in part `mask`.
  template <int K>
  struct Setting {
    typename NetworkModel<S>::Matrix scaled;  // keeps memory of inputs
    JetMatrix<S, K> inputs, sampleWeights;
  };
  template <int K>
  Setting<K> settingOf(const Parts* p, int mask) const;
  template <int K>
  Parts pair(const Parts* p, const MultiVector<S>& W, const MultiVector<S>& V) const;
  template <int K>
  void addPair(const JetMatrix<S, K>& weights, const Setting<K>& setting,
               const std::vector<Minibatch>& batches, NetworkSweep<S, K>& sweep, Parts& sum) const;
  template <int K>
  std::vector<Minibatch> minibatches() const;

  const NetworkModel<S>& model_;
  const NetworkThetaSpace<S>& theta_;
  MatrixView<S> point_;
  NetworkCurvature curvature_;
};

}  // namespace ritz::detail
