#pragma once

#include <ritz/operators/LinearOperator.hpp>

#include <optional>
#include <string>

namespace ritz {

/// A⁺ of an m × n operator A, from the range of A to its domain, with its adjoint: A⁻¹ where A is square.
/// What svdsolve takes for SvdProblem::inverse it can also ask if it is of this kind.
template <class S>
class PseudoInverse : public LinearOperator<S> {
 public:
  /// True if the smallest singular value is zero to rounding. It is no good as A⁺ then: normalInverse() is.
  virtual bool isDeficient() const = 0;

  /// (AᴴA + δ²I)⁻¹, or (A Aᴴ + δ²I)⁻¹ where A has more columns than rows, with a δ of rounding, of its root
  /// times ‖A‖ where A is deficient. Costs as much as the pseudoinverse.
  virtual OperatorPtr<S> normalInverse() const = 0;

  /// The number of singular values below `sigma` > 0 by Sylvester's law of inertia; nothing where the method
  /// does not show it. Collective. Costs a factorisation.
  virtual std::optional<long long> numBelow(Real<S> sigma) const = 0;

  /// "LDLT by MUMPS", for reports.
  virtual std::string describe() const = 0;

  /// So far.
  virtual long numFactorizations() const = 0;

 protected:
  using LinearOperator<S>::LinearOperator;
};

}  // namespace ritz
