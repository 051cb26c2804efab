#pragma once

#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/Tangent.hpp>

#include <memory>
#include <vector>

namespace ritz {

/// How an eigenvalue of multiplicity m splits along one direction.
template <class S>
struct ValueSplit {
  std::vector<Real<S>> slopes;  ///< λ'₁ ≤ … ≤ λ'ₘ: λ_c + t λ'_i + o(t) are the sorted values at t > 0
  Dense<S> rotation;            ///< Q, D Q = Q diag(slopes)
  MultiVectorPtr<S> vectors;  ///< U_c Q, n × m: the limits of the vectors at t → 0
};

/// A multiple eigenvalue λ_c with vectors U_c as optimisers see it. Along a change of A and B it moves as the
/// eigenvalues of
///
///     D = U_cᴴ(dA − λ_c dB)U_c, m × m,
///
/// and the Clarke subdifferential of its smallest (largest) value is {Re tr(Y D) : Y ⪰ 0, tr Y = 1}. Nothing
/// here costs a solve. Source: M. Overton, "Large-scale optimization of eigenvalues" (1992).
template <class S>
class MultipleValue {
 public:
  /// The cluster of pair `pair` (from 0) of the adjoint's pairs; a simple value has m = 1. Collective. Throws
  /// InvalidOption (no such pair), GaugeDependent (k cuts the cluster).
  MultipleValue(const EigenAdjoint<S>& adjoint, int pair);

  /// These pairs (from 0) as one value, though they may differ: the model that optimisers use near a multiple
  /// value, with Λ_c + D in place of D. Throws InvalidOption.
  MultipleValue(const EigenAdjoint<S>& adjoint, Cluster members);

  const Cluster& members() const { return members_; }
  int multiplicity() const { return static_cast<int>(members_.size()); }
  std::vector<Real<S>> values() const;  ///< of the members

  /// D for a change. Collective. Throws StaleParameters.
  Dense<S> block(const PencilChange<S>& change) const;

  /// The eigenvalues of D, and the vectors adapted to the change. Collective. Throws StaleParameters.
  ValueSplit<S> split(const PencilChange<S>& change) const;

  /// The subgradient that belongs to Y, m × m Hermitian: dλ = Re tr(Y D). Collective. Throws SpaceMismatch,
  /// StaleParameters.
  Pullback<S> pull(const Dense<S>& Y) const;

  const EigenResult<S>& result() const { return *result_; }

 private:
  std::shared_ptr<const PairResponse<S>> pairs_;
  std::shared_ptr<const EigenResult<S>> result_;
  Cluster members_;
  std::vector<int> clusterOf_;  // with the members as one cluster
};

}  // namespace ritz
