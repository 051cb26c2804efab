#pragma once

#include <ritz/operators/LinearOperator.hpp>

namespace ritz {

/// Y = A (B X), through an intermediate block that is kept between applications of the same width.
template <class S>
class ProductOperator : public LinearOperator<S> {
 public:
  /// Throws SpaceMismatch if a factor is null or B's range is not A's domain. Collective.
  ProductOperator(OperatorPtr<S> A, OperatorPtr<S> B);

  std::uint64_t version() const override;
  Real<S> rounding() const override;

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return A_->hasTransposeApply() && B_->hasTransposeApply(); }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  MultiVector<S>& between(std::size_t columns) const;

  OperatorPtr<S> A_, B_;
  mutable std::unique_ptr<MultiVector<S>> between_;
};

}  // namespace ritz
