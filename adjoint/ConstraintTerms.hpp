#pragma once

#include <ritz/adjoint/Pullback.hpp>
#include <ritz/solvers/Constraints.hpp>
#include <ritz/solvers/EigenResult.hpp>

namespace ritz {

/// What constraints CᴴB u = 0, CᴴB C = I, add to derivatives. The pairs are those of Â = PᴴA P + τ B C CᴴB,
/// P = I − C CᴴB, so that all systems are solved with Â. A change of A moves them as PᴴdA P does. A change of
/// B moves P, too: A U − B U Λ = B C M with M = CᴴA U, and
///
///     dL = Re⟨W, dA U⟩ − Re⟨Y + C (CᴴA W + CᴴŪ), dB U⟩ − Re⟨W, dB C M⟩
///
/// for the W and Y of Â. M = 0 where C spans an invariant subspace, as rigid-body modes do.
template <class S>
class ConstraintTerms {
 public:
  /// Of a result whose problem has constraints. Applies B to them, twice. Collective.
  explicit ConstraintTerms(const EigenResult<S>& result);

  /// The same pairs, and guards with their images, as those of the problem with Â and without constraints.
  EigenResult<S> freed(EigenResult<S> result) const;

  /// F ← PᴴF. Collective.
  void project(MultiVector<S>& F) const;

  /// Y, if there is one, and the vectors V beside it, from those of Â. `vectorsBar` is Ū, or null. The first
  /// time one product with A for each constraint. Collective.
  void complete(const MultiVector<S>* vectorsBar, Pullback<S>& pullback) const;

 private:
  OperatorPtr<S> A_;
  Constraints<S> constraints_;
  mutable MultiVectorPtr<S> AC_;
};

}  // namespace ritz
