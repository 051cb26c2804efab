#pragma once

#include <ritz/operators/LinearOperator.hpp>

namespace ritz {

/// Y = a A X.
template <class S>
class ScaledOperator : public LinearOperator<S> {
 public:
  /// Throws SpaceMismatch if `A` is null.
  ScaledOperator(S factor, OperatorPtr<S> A);

  S factor() const { return factor_; }
  std::uint64_t version() const override { return versionOf(*A_); }
  Real<S> rounding() const override { return roundingOf(*A_); }

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return A_->hasTransposeApply(); }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;

  S factor_;
  OperatorPtr<S> A_;
};

}  // namespace ritz
