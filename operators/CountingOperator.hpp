#pragma once

#include <ritz/operators/LinearOperator.hpp>

namespace ritz {

/// What applying an operator has cost so far on this rank.
struct ApplyCount {
  long columns = 0;      ///< vectors multiplied
  long calls = 0;        ///< applications to a block of any width
  double seconds = 0.0;  ///< wall-clock time inside
};

/// Passes everything on to another operator and counts: each column, each call, adjoint ones included.
template <class S>
class CountingOperator : public LinearOperator<S> {
 public:
  /// Throws SpaceMismatch if `inner` is null.
  explicit CountingOperator(OperatorPtr<S> inner);

  const ApplyCount& count() const { return count_; }
  void reset() { count_ = {}; }
  const Operator<S>& inner() const { return *inner_; }
  std::uint64_t version() const override { return versionOf(*inner_); }
  Real<S> rounding() const override { return roundingOf(*inner_); }

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return inner_->hasTransposeApply(); }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  void counted(const MultiVector<S>& X, MultiVector<S>& Y, Teuchos::ETransp mode) const;

  OperatorPtr<S> inner_;
  mutable ApplyCount count_;
};

}  // namespace ritz
