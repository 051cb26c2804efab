#pragma once

#include <ritz/adjoint/Cotangent.hpp>
#include <ritz/adjoint/Pullback.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <vector>

namespace ritz {

/// W and Y of a cotangent (Λ̄, Ū) from the X that was solved for. With M = UᴴŪ = S + K, S Hermitian, K
/// anti-Hermitian, and F_ij = 1/(λ_j − λ_i) between clusters, 0 inside,
///
///     W = U Λ̄ + X + U (F∘K),   Y = (U Λ̄ + X) Λ + U (F∘K∘H) + ½ U S,   H_ij = ½ (λ_i + λ_j).
template <class S>
class PullbackFormula {
 public:
  /// `clusterOf` names the cluster of each pair, `M` is 0 × 0 without Ū. Entries of Λ̄ between clusters are
  /// left out. Keeps nothing but small matrices.
  PullbackFormula(const EigenResult<S>& result, const std::vector<int>& clusterOf,
                  const Cotangent<S>& cotangent, const Dense<S>& M);

  /// ‖Λ̄‖ + ‖F∘K‖: how large W is without X, for U of norm 1.
  Real<S> fixedSize() const;

  /// Sets W and, if asked, Y; X is null where Ū is.
  void apply(const EigenResult<S>& result, const MultiVector<S>* X, bool wantsY, Pullback<S>& pullback) const;

 private:
  Dense<S> valuesBar_, FK_, M_;
};

}  // namespace ritz
