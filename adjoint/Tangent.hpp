#pragma once

#include <ritz/adjoint/Clusters.hpp>
#include <ritz/adjoint/Cotangent.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <vector>

namespace ritz {

/// A change of A and B as far as k pairs see it.
template <class S>
struct PencilChange {
  MultiVectorPtr<S> AU{}, BU{};  ///< dA U and dB U, n × k, dA and dB Hermitian; null: no change
};

/// How k pairs move with a change of A and B. Inside clusters of equal values it is the pairs' space that
/// moves; U + dU spans it, and dΛ is the matrix of the moved pencil in that basis, to first order.
template <class S>
struct Tangent {
  /// dΛ, k × k Hermitian: dλ_j on the diagonal, U_cᴴ(dA − λ_c dB)U_c in clusters, zero between them.
  Dense<S> values;
  /// dU, n × k. Inside clusters UᴴB dU = −½ UᴴdB U, of which only the Hermitian part is determined.
  MultiVectorPtr<S> vectors;
  MultiVectorPtr<S> Z;  ///< the part of dU outside the pairs' span, solved for (a start for the next one)
  std::vector<Cluster> clusters;  ///< those with more than one member, indices from 0
  Real<S> errorEstimate = 0;      ///< relative, of dU, from the residuals of pairs and solve
  bool converged = true;          ///< the solve reached what was wanted
  Applications applications;      ///< products of the call that made this (of all its directions together)
  int iterations = 0;
};

/// dL = Re(tr Λ̄ᴴ dΛ + tr ŪᴴdU). Collective. Throws SpaceMismatch.
template <class S>
Real<S> changeOf(const Cotangent<S>& cotangent, const Tangent<S>& tangent);

}  // namespace ritz
