#pragma once

#include <ritz/adjoint/Tangent.hpp>

#include <vector>

namespace ritz {

/// The parts of a tangent that small matrices give. With G = UᴴdA U, D = UᴴdB U, H_ij = ½(λ_i + λ_j) and
/// F_ij = 1/(λ_j − λ_i) between clusters, 0 inside,
///
///     dΛ = G − H∘D inside clusters,   C = F∘(G − DΛ) − ½ D inside clusters,   dU = U C + Z.
template <class S>
class TangentFormula {
 public:
  /// `clusterOf` names the cluster of each pair. Applies nothing; two reductions. Collective.
  TangentFormula(const EigenResult<S>& result, const std::vector<int>& clusterOf,
                 const PencilChange<S>& change);

  const Dense<S>& values() const { return values_; }  ///< dΛ
  const Dense<S>& mixing() const { return mixing_; }  ///< C

  /// dA U − dB U Λ, zero where nothing changes: what −Pᴴ(A − λ_j B)P z_j is, projected.
  static MultiVectorPtr<S> force(const EigenResult<S>& result, const PencilChange<S>& change);

 private:
  Dense<S> values_, mixing_;
};

}  // namespace ritz
