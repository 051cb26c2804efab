#pragma once

#include <ritz/adjoint/HermitianBasis.hpp>

#include <vector>

namespace ritz {

/// The small semidefinite problem behind ascent directions of multiple eigenvalues:
///
///     minimise f(Y) = ½ yᵀQ y + cᵀy over Hermitian Y ⪰ 0 with tr Y = 1, y = coordinates of Y,
///
/// Q symmetric positive semidefinite. For m = 2 the feasible set is a ball, and the minimum the root of a
/// secular equation; for larger m log-barrier steps of Newton's method (S. Boyd and L. Vandenberghe, "Convex
/// Optimization", 11.3), each of which costs O(N³) for N = dimension of the basis: m is the multiplicity of
/// an eigenvalue, so that no library of general semidefinite programming is worth its weight.
template <class S>
class SpectraplexProgram {
 public:
  using Vector = std::vector<Real<S>>;

  /// Q is N × N, c has N entries. Throws InvalidOption if they do not fit the basis.
  SpectraplexProgram(HermitianBasis<S> basis, Dense<Real<S>> Q, Vector c);

  /// The minimiser; where there are several, for m > 2, near the one of largest determinant.
  Dense<S> minimizer() const;

  /// The barrier method, whatever m is.
  Dense<S> byBarrier() const;

  /// tr(M Y) − λ_min(M) with M = ∇f(Y), an upper bound on f(Y) − min f.
  Real<S> gap(const Dense<S>& Y) const;

 private:
  Vector gradient(const Vector& y) const;
  Dense<S> inBall() const;
  void barrier(Real<S> t, const Vector& y, Vector& slope, Dense<Real<S>>& H) const;
  bool newtonStep(Real<S> t, Vector& y) const;
  Real<S> scale() const;

  HermitianBasis<S> basis_;
  Dense<Real<S>> Q_;
  Vector c_;
};

}  // namespace ritz
