#pragma once

#include <ritz/adjoint/Loss.hpp>

#include <vector>

namespace ritz {

/// Σ_j d_j ‖Gᴴu_j‖² over the first d.size() pairs: how much of each vector lies in a given subspace, for
/// G = B S with a basis SᴴB S = I of it (then ‖Gᴴu_j‖² is in [0, 1]). Symmetric in a cluster whose weights
/// are equal.
template <class S>
class Participation : public Loss<S> {
 public:
  /// G is n × s, kept. Throws InvalidOption if it is null.
  Participation(MultiVectorPtr<S> G, std::vector<Real<S>> weights);
  Real<S> value(const std::vector<Real<S>>& values, const MultiVector<S>& U) const override;
  Cotangent<S> cotangent(const std::vector<Real<S>>& values, const MultiVector<S>& U) const override;
  Cotangent<S> tangent(const std::vector<Real<S>>& values, const MultiVector<S>& U,
                       const Tangent<S>& moved) const override;

 private:
  Dense<S> weighted(const MultiVector<S>& U) const;
  MultiVectorPtr<S> G_;
  std::vector<Real<S>> weights_;
};

}  // namespace ritz
