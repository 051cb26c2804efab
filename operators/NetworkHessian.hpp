#pragma once

#include <ritz/operators/NetworkObjective.hpp>
#include <ritz/operators/ParametricOperator.hpp>

#include <memory>

namespace ritz {

namespace detail {
template <class S>
class NetworkTangent;
template <class S>
class NetworkThetaSpace;
}  // namespace detail

enum class NetworkCurvature {
  Hessian,     ///< ∇²F
  GaussNewton  ///< (1/N) Σ Jᵢᵀ (∂²loss/∂z²) Jᵢ + ρI, J = ∂z/∂w: positive semidefinite
};

/// Which θ the operator has derivatives in. They follow each other in this order.
struct NetworkTheta {
  bool ridge = true;           ///< ρ, one entry
  bool featureScales = false;  ///< s: feature j of every sample is multiplied by sⱼ (1 at first)
  bool sampleWeights =
      false;  ///< c: the loss of sample i is multiplied by cᵢ (1 at first), the mean's 1/N stays
};

struct NetworkHessianOptions : NetworkOptions {
  NetworkCurvature curvature = NetworkCurvature::Hessian;
  NetworkTheta theta{};
};

/// The Hessian, or the Gauss-Newton matrix, of a NetworkObjective at a fixed w, never formed: Y = H X by one
/// forward and one backward sweep over the samples with the derivative in direction X carried along
/// (B. A. Pearlmutter, Neural Computation 6, 1994), for all columns of X at once. A column costs about two
/// gradients; activations at w are kept where memoryBudget allows it and recomputed otherwise. Symmetric.
/// Every rank holds all of X and Y, 6 times where there are several columns; H itself n numbers.
template <class S>
class NetworkHessian : public ParametricOperator<S> {
 public:
  using Theta = typename ParametricOperator<S>::Theta;

  /// Keeps a copy of w, which lives on network.parameterMap. parameters() are (ρ, 1 …, 1 …) at first.
  /// Collective. Throws InvalidOption, SpaceMismatch.
  NetworkHessian(Network network, SamplesPtr<S> samples, const Tpetra::Vector<S>& w,
                 const NetworkHessianOptions& options = {});
  ~NetworkHessian() override;

  /// θ's entries: ρ and s on rank 0, the weights where their samples are.
  MapPtr parameterMap() const override;
  void applyDerivative(const Theta& p, const MultiVector<S>& X, MultiVector<S>& Y) const override;
  void accumulateGradient(Real<S> c, const MultiVector<S>& W, const MultiVector<S>& V,
                          Theta& g) const override;
  void accumulateSecond(Real<S> c, const Theta& p, const MultiVector<S>& W, const MultiVector<S>& V,
                        Theta& g) const override;

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { applyImpl(X, Y); }
  void onParametersChanged() override;
  void accumulate(Real<S> c, const Theta* p, const MultiVector<S>& W, const MultiVector<S>& V,
                  Theta& g) const;

  NetworkHessianOptions options_;
  std::unique_ptr<detail::NetworkModel<S>> model_;
  std::unique_ptr<detail::NetworkThetaSpace<S>> theta_;
  std::unique_ptr<detail::NetworkTangent<S>> tangent_;
};

}  // namespace ritz
