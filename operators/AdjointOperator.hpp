#pragma once

#include <ritz/operators/LinearOperator.hpp>

namespace ritz {

/// Y = Aᴴ X; its own adjoint is A.
template <class S>
class AdjointOperator : public LinearOperator<S> {
 public:
  /// Throws SpaceMismatch if A is null, NotSupported if it has no adjoint.
  explicit AdjointOperator(OperatorPtr<S> A);

  std::uint64_t version() const override { return versionOf(*A_); }
  Real<S> rounding() const override { return roundingOf(*A_); }

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override {
    A_->apply(X, Y, Teuchos::CONJ_TRANS);
  }
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { A_->apply(X, Y); }

  OperatorPtr<S> A_;
};

}  // namespace ritz
