#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <vector>

namespace ritz {

/// Σ w_j f(θ_j) ≈ vᴴ f(Op) v for the unit vector v that m steps of Lanczos started from: exact for
/// polynomials f of degree below 2m. Source: G. Golub and G. Meurant, Matrices, Moments and Quadrature with
/// Applications (2010), chapters 6 and 7.
template <class R>
struct GaussQuadrature {
  std::vector<R> nodes;      ///< θ_j, the eigenvalues of T, ascending
  std::vector<R> weights;    ///< w_j ≥ 0, the squared first entries of T's eigenvectors s_j; their sum is 1
  std::vector<R> residuals;  ///< |b s_j|: at most so far from θ_j there is an eigenvalue of Op
};

/// From T (m × m Hermitian, of a run without restart) and the coupling b (1 × m). O(m³).
template <class S>
GaussQuadrature<Real<S>> gaussQuadrature(const Dense<S>& T, const Dense<S>& coupling);

/// What the first `steps` of the m steps, 1 ≤ steps < m, made of it.
template <class S>
GaussQuadrature<Real<S>> gaussQuadrature(const Dense<S>& T, int steps);

}  // namespace ritz
