#pragma once

#include <ritz/operators/LinearOperator.hpp>

#include <vector>

namespace ritz {

/// A preconditioner that can be told which eigenvalue a column is about: it approximates (A − σB)⁻¹ with a
/// shift σ for each column. Applied as an operator it approximates A⁻¹ (all σ = 0).
template <class S>
class ShiftedPreconditioner : public LinearOperator<S> {
 public:
  /// Column j of Y ≈ (A − shifts[j] B)⁻¹ times column j of X. Collective. Throws SpaceMismatch (maps, column
  /// counts, number of shifts) on every rank; what applyShiftedImpl throws is treated as by apply.
  void applyShifted(const MultiVector<S>& X, const std::vector<Real<S>>& shifts, MultiVector<S>& Y) const;

 protected:
  using LinearOperator<S>::LinearOperator;

  /// One shift a column; X and Y as for applyImpl. The shifts are Ritz values: they lie within the spectrum,
  /// early in a solve far from the eigenvalue, late at it, so that A − σB may be indefinite or singular. The
  /// result has to be finite all the same, but need be neither definite nor accurate.
  virtual void applyShiftedImpl(const MultiVector<S>& X, const std::vector<Real<S>>& shifts,
                                MultiVector<S>& Y) const = 0;

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const final;

  mutable const std::vector<Real<S>>* shifts_ = nullptr;  ///< while applyShifted runs
};

}  // namespace ritz
