#pragma once

#include <ritz/adjoint/Loss.hpp>

#include <vector>

namespace ritz {

/// A loss φ(λ₁, …, λ_k) of values alone. Where φ is symmetric in the members of a cluster it is a function of
/// the matrix Λ there, and has its derivatives: Λ̄ = diag ∇φ, and for a change dΛ
///
///     dΛ̄_ii = (∇²φ·diag dΛ)_i,   dΛ̄_ij = (∇φ_i − ∇φ_j)/(λ_i − λ_j) dΛ_ij,
///
/// the limit ∇²φ_ii − ∇²φ_ij where λ_i = λ_j. Source: A. Lewis and H. Sendov, "Twice differentiable spectral
/// functions" (2001).
template <class S>
class ValueLoss : public Loss<S> {
 public:
  using Values = std::vector<Real<S>>;

  virtual Real<S> phi(const Values& values) const = 0;
  virtual Values gradient(const Values& values) const = 0;
  /// ∇²φ·d.
  virtual Values hessian(const Values& values, const Values& d) const = 0;

  Real<S> value(const Values& values, const MultiVector<S>& U) const final;
  Cotangent<S> cotangent(const Values& values, const MultiVector<S>& U) const final;
  Cotangent<S> tangent(const Values& values, const MultiVector<S>& U, const Tangent<S>& moved) const final;

 private:
  Real<S> quotient(const Values& values, const Values& slopes, int i, int j) const;
};

}  // namespace ritz
