#pragma once

#include <ritz/operators/LinearOperator.hpp>

#include <memory>

namespace ritz {

/// Y = A X with A in a lower precision: X is rounded to Low, multiplied there, and the product widened. Half
/// the memory traffic of A for one pass over X and Y more each; they are converted where they live, into
/// vectors that are kept until the number of columns changes. For S = double and Low = float, where the
/// Trilinos found has both.
///
/// What is computed is the operator in Low: an eigenvalue differs from that of the same operator in S by
/// about rounding()·‖A‖, however small its residual.
template <class S, class Low>
class PrecisionOperator : public LinearOperator<S> {
 public:
  /// Throws SpaceMismatch if A is null.
  explicit PrecisionOperator(OperatorPtr<Low> A);

  std::uint64_t version() const override { return versionOf(*A_); }
  Real<S> rounding() const override { return static_cast<Real<S>>(roundingOf(*A_)); }

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return A_->hasTransposeApply(); }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  void applyInLow(const MultiVector<S>& X, MultiVector<S>& Y, Teuchos::ETransp mode) const;

  OperatorPtr<Low> A_;
  mutable std::unique_ptr<MultiVector<Low>> inDomain_, inRange_;
};

/// X in another precision, double from float or the reverse, over the same map. Numbers too large for the
/// lower one become ±Inf. Local.
template <class To, class From>
MultiVectorPtr<To> inPrecision(const MultiVector<From>& X);

}  // namespace ritz
