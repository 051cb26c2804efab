#pragma once

#include <ritz/operators/CountingOperator.hpp>

#include <memory>
#include <optional>
#include <string>

namespace ritz {

/// Products that an inverse has taken with A and B.
struct InnerProducts {
  ApplyCount A, mass;
};

/// Y = (A − σB)⁻¹ X for a σ that a solver may move, with A Hermitian and B Hermitian or the identity. Solvers
/// take any operator for EigenProblem::shiftInverse; one of this kind they can also ask.
template <class S>
class ShiftInverse : public LinearOperator<S> {
 public:
  /// σ; a little below what was asked for where that is an eigenvalue to rounding.
  virtual Real<S> shift() const = 0;

  /// The number of eigenvalues below shift(), for positive semidefinite B: that of the negative pivots of A −
  /// σB (Sylvester's law of inertia). Nothing where the method does not show it.
  virtual std::optional<long long> numBelow() const { return std::nullopt; }

  /// The same for another σ. Collective. Both may be used in turn, which may cost a factorisation each time.
  virtual std::shared_ptr<const ShiftInverse<S>> movedTo(Real<S> sigma) const = 0;

  /// "LDLT by MUMPS", for reports.
  virtual std::string describe() const = 0;

  /// So far, by all that were moved from one another.
  virtual long numFactorizations() const { return 0; }
  virtual InnerProducts innerProducts() const { return {}; }

 protected:
  using LinearOperator<S>::LinearOperator;
};

}  // namespace ritz
