#pragma once

#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/Types.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace ritz {

/// What a solver applies instead of the user's operator: Y = s·A X with a power of two s, counted, timed,
/// with the largest ‖s A x‖₂/‖x‖₂ remembered. After each product one reduction tells every rank of NaN, Inf
/// or an exception on any of them, and all throw OperatorFailure together. It is no LinearOperator on
/// purpose: that would keep the throw.
template <class S>
class MeasuredOperator final : public Tpetra::Operator<S> {
 public:
  /// `name` is for error texts: "A", "the mass operator B".
  MeasuredOperator(OperatorPtr<S> inner, std::string name, Real<S> scale = 1);

  /// Y = s·A X, safe from overflow in the norms, and from now on s = the power of two that brings the largest
  /// entry of A X into [1, 2) (1 for A X = 0). For one first probe.
  void calibrate(const MultiVector<S>& X, MultiVector<S>& Y);

  /// Only Y = s·A X; other modes and coefficients throw NotSupported.
  void apply(const MultiVector<S>& X, MultiVector<S>& Y, Teuchos::ETransp mode = Teuchos::NO_TRANS,
             S alpha = S(1), S beta = S(0)) const override;

  /// The same for a ShiftedPreconditioner, with a shift in the values of the unscaled pencil for each column;
  /// others are applied as they are.
  void applyShifted(const MultiVector<S>& X, const std::vector<Real<S>>& shifts, MultiVector<S>& Y) const;

  /// apply without the reduction, for a solver that sums ‖x‖² and ‖Y‖² over the ranks anyway: settle has
  /// to follow with them. A failure on a rank leaves NaN in Y. One column.
  void applyUnsettled(const MultiVector<S>& X, MultiVector<S>& Y) const;
  /// Y = A X, neither scaled nor settled.
  void applyBare(const MultiVector<S>& X, MultiVector<S>& Y) const;
  /// Throws what apply would have thrown. The squares are those of all ranks, so that each throws or none.
  void settle(double squareOfX, double squareOfY) const;
  /// Throws on every rank if a product threw on one. Collective.
  void raiseFailure() const;

  MapPtr getDomainMap() const override { return inner_->getDomainMap(); }
  MapPtr getRangeMap() const override { return inner_->getRangeMap(); }

  /// Takes over what an earlier solve knew of the same operator; the counts are added up.
  void continueFrom(const ApplyCount& before, Real<S> scale, Real<S> normSeen) {
    count_.columns += before.columns;
    count_.calls += before.calls;
    count_.seconds += before.seconds;
    norm_ = std::max(norm_ * (scale / scale_), normSeen);
    scale_ = scale;
  }

  const OperatorPtr<S>& inner() const { return inner_; }
  const ApplyCount& count() const { return count_; }
  Real<S> scale() const { return scale_; }
  Real<S> normSeen() const { return norm_; }  ///< of s·A
  bool failed() const { return failed_; }     ///< a product threw or was not finite for finite X

 private:
  void applyInner(const MultiVector<S>& X, MultiVector<S>& Y,
                  const std::vector<Real<S>>* shifts = nullptr) const;
  void scaleAndCheck(const MultiVector<S>& X, MultiVector<S>& Y) const;
  void judge(double squareOfX, double squareOfY, std::size_t column, std::size_t columns) const;
  [[noreturn]] void throwNotFinite(std::size_t column, std::size_t columns) const;

  OperatorPtr<S> inner_;
  std::string name_;
  Real<S> scale_;
  mutable ApplyCount count_;
  mutable Real<S> norm_ = 0;
  mutable bool failed_ = false;
};

}  // namespace ritz
