#pragma once

#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/EigenProblem.hpp>
#include <ritz/solvers/MeasuredOperator.hpp>

#include <memory>

namespace ritz {

/// The problem as the methods see it: A′ = sA·A and B′ = sB·B with powers of two that bring both near norm 1,
/// every product counted and checked. Residuals, values and norms of this scaled pencil carry a prime: λ′ =
/// (sA/sB) λ.
template <class S>
class Pencil {
 public:
  /// Probes A and B with two hash vectors each. Throws OperatorFailure, NotSymmetric (⟨x, A y⟩ against ⟨A x,
  /// y⟩), IndefiniteMass (⟨x, B x⟩ < 0). Collective.
  Pencil(const EigenProblem<S>& problem, const EigenOptions& options);

  MapPtr map;
  long long n = 0;
  std::shared_ptr<MeasuredOperator<S>> A, mass, massInverse, preconditioner,
      shiftInverse;  ///< null where the problem has none

  Real<S> normA() const { return A->normSeen(); }                          ///< α′
  Real<S> normB() const { return mass ? mass->normSeen() : Real<S>(1); }   ///< β′
  Real<S> massScale() const { return mass ? mass->scale() : Real<S>(1); }  ///< sB
  /// λ = λ′ · valueScale().
  Real<S> valueScale() const { return massScale() / A->scale(); }

  /// Largest residual ‖A′v − θ′B′v‖₂ of a converged pair, from ‖v‖₂ and ‖v‖_B′.
  Real<S> allowed(Real<S> theta, Real<S> norm2, Real<S> normMass) const;
  /// The residual in the units of the tolerance: residual/allowed·tolerance.
  Real<S> relative(Real<S> residual, Real<S> theta, Real<S> norm2, Real<S> normMass) const;

  /// Y = B′ X, or a copy for B = I.
  void applyMass(const MultiVector<S>& X, MultiVector<S>& Y) const;

  /// The first of `count` columns of hash vectors that nobody has used in this solve: two searches that draw
  /// the same "random" direction would take it for a dependent one.
  std::size_t freshColumns(std::size_t count) const {
    const std::size_t first = nextFreshColumn_;
    nextFreshColumn_ += count;
    return first;
  }

  /// The state of the above, for checkpoints.
  std::size_t nextFreshColumn() const { return nextFreshColumn_; }
  void continueAtFreshColumn(std::size_t column) { nextFreshColumn_ = column; }

  Real<S> tolerance;
  RelativeTo relativeTo;

 private:
  mutable std::size_t nextFreshColumn_ = std::size_t(1) << 40;
};

}  // namespace ritz
