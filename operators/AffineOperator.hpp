#pragma once

#include <ritz/operators/ParametricOperator.hpp>

#include <vector>

namespace ritz {

/// A(θ) = A₀ + Σᵢ θᵢ Aᵢ. An application costs one of each part whose θᵢ is not zero; a gradient one of each
/// Aᵢ and a single reduction. Has the adjoint if all parts do.
template <class S>
class AffineOperator : public ParametricOperator<S> {
 public:
  using Theta = typename ParametricOperator<S>::Theta;

  /// `constant` is A₀, zero if null; `parts` are the other p ≥ 1 operators. θ lives on `parameterMap`, whose
  /// global indices 0 … p − 1 number the parts; null: makeMap over the communicator of the parts. Collective.
  /// Throws InvalidOption (no parts; a parameter map of another size, not from 0, or not one-to-one),
  /// SpaceMismatch.
  AffineOperator(OperatorPtr<S> constant, std::vector<OperatorPtr<S>> parts,
                 MapPtr parameterMap = Teuchos::null);

  MapPtr parameterMap() const override { return parameterMap_; }
  const OperatorPtr<S>& constant() const { return constant_; }         ///< A₀; null: zero
  const std::vector<OperatorPtr<S>>& parts() const { return parts_; }  ///< Aᵢ
  const std::vector<Real<S>>& factors() const { return factors_; }     ///< all θᵢ, on every rank
  std::uint64_t version() const override;
  Real<S> rounding() const override;
  void applyDerivative(const Theta& p, const MultiVector<S>& X, MultiVector<S>& Y) const override;
  void accumulateGradient(Real<S> c, const MultiVector<S>& W, const MultiVector<S>& V,
                          Theta& g) const override;

  /// Adds nothing: A(θ) has no curvature.
  void accumulateSecond(Real<S> c, const Theta& p, const MultiVector<S>& W, const MultiVector<S>& V,
                        Theta& g) const override;

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override;
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  void onParametersChanged() override;
  void combine(bool constant, const std::vector<Real<S>>& factors, const MultiVector<S>& X, MultiVector<S>& Y,
               Teuchos::ETransp mode) const;
  std::vector<Real<S>> everywhere(const Theta& theta) const;

  OperatorPtr<S> constant_;
  std::vector<OperatorPtr<S>> parts_;
  MapPtr parameterMap_;
  std::vector<Real<S>> factors_;  // θ, all of it on every rank
};

}  // namespace ritz
