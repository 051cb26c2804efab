#pragma once

#include <ritz/solvers/DavidsonBasis.hpp>
#include <ritz/solvers/DavidsonTargets.hpp>
#include <ritz/solvers/Pencil.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <string>

namespace ritz {

/// The inner solves of a Jacobi-Davidson method, JDQMR: for a Ritz pair (θ, u) with residual r
///
///     Pᴴ(A′ − θB′)P t = −r,  P = I − Q QᴴB′,
///
/// by symmetric QMR with the preconditioner, K at shift 0, until the pair would no longer gain by it (see
/// CorrectionStop). Q holds u, the better Ritz vectors, and what is deflated or locked: beside them the
/// system is definite. Source: A. Stathopoulos, SIAM J. Sci. Comput. 29 (2007).
template <class S>
class CorrectionEquation {
 public:
  /// `pencil` and `basis` have to outlive it. The preconditioner, if any, has to be linear and definite.
  CorrectionEquation(const Pencil<S>& pencil, const DavidsonBasis<S>& basis)
      : pencil_(pencil), basis_(basis) {}

  /// t of the pairs of `ritz` that `targets` names, one after the other; relative residuals ≤ limit are small
  /// enough. At most `most` products with A′ for each pair, as many with B′ and K, and one more with K. Where
  /// no inner step can be made, K r. Collective.
  MultiVector<S> solve(const SmallEigen<S>& ritz, const DavidsonTargets<S>& targets, Real<S> limit, int most);

  /// No ⟨r, K r⟩ < 0 has been seen.
  bool isDefinite() const { return isDefinite_; }

  std::string describe() const;  ///< empty: nothing was solved

 private:
  Dense<S> projectedOut(const SmallEigen<S>& ritz, int target) const;

  const Pencil<S>& pencil_;
  const DavidsonBasis<S>& basis_;
  long steps_ = 0, solves_ = 0;
  bool isDefinite_ = true;
};

}  // namespace ritz
