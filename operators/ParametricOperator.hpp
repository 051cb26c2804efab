#pragma once

#include <ritz/operators/LinearOperator.hpp>

#include <cstdint>
#include <memory>

namespace ritz {

/// A family A(θ) of operators with its derivatives with respect to the real parameters θ.
///
///     class Stiffness : public ritz::ParametricOperator<double> {
///       ritz::MapPtr parameterMap() const override;
///       // Y = A(θ) X with θ = parameters()
///       void applyImpl(const MV& X, MV& Y) const override;
///       // Y = (∂A/∂θ · p) X
///       void applyDerivative(const Theta& p, const MV& X, MV& Y) const override;
///       // g += c ∂/∂θ Re⟨W, A(θ) V⟩
///       void accumulateGradient(double c, const MV& W, const MV& V, Theta& g) const override;
///     };
///
/// Check an implementation with derivativeCheck (OperatorChecks.hpp).
template <class S>
class ParametricOperator : public LinearOperator<S> {
 public:
  using Theta = Tpetra::Vector<Real<S>>;

  /// Where θ lives: one-to-one, may be empty on some ranks.
  virtual MapPtr parameterMap() const = 0;

  /// θ, zero until it is set. Collective the first time.
  const Theta& parameters() const;

  /// Copies θ, raises version() and calls onParametersChanged. Collective. Throws SpaceMismatch if θ is not
  /// over parameterMap(), OperatorFailure on every rank if onParametersChanged threw on one.
  void setParameters(const Theta& theta);

  std::uint64_t version() const override { return version_; }

  /// Y = (∂A/∂θ · p) X = d/dh A(θ + h p) X at h = 0. Overwrites Y. Collective.
  virtual void applyDerivative(const Theta& p, const MultiVector<S>& X, MultiVector<S>& Y) const = 0;

  /// g += c ∂/∂θ Re⟨W, A(θ) V⟩, the inner product summed over columns. g over parameterMap(). Collective.
  virtual void accumulateGradient(Real<S> c, const MultiVector<S>& W, const MultiVector<S>& V,
                                  Theta& g) const = 0;

  /// g += c ∂/∂θ Re⟨W, (∂A/∂θ · p) V⟩, for derivatives of gradients. The default throws NotSupported.
  /// Collective.
  virtual void accumulateSecond(Real<S> c, const Theta& p, const MultiVector<S>& W, const MultiVector<S>& V,
                                Theta& g) const;

 protected:
  using LinearOperator<S>::LinearOperator;

  /// Called after parameters() has changed: the place to assemble or gather what the products need.
  virtual void onParametersChanged() {}

 private:
  mutable std::unique_ptr<Theta> theta_;
  std::uint64_t version_ = 0;
};

}  // namespace ritz
