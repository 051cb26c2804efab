#pragma once

#include <ritz/operators/LinearOperator.hpp>

namespace ritz {

/// Y = (A − σ B) X, with B = I where none is given.
template <class S>
class ShiftedOperator : public LinearOperator<S> {
 public:
  /// Throws SpaceMismatch if A is null, maps differ, or B is left out and A's domain is not its range.
  /// Collective.
  ShiftedOperator(OperatorPtr<S> A, S sigma, OperatorPtr<S> B = {});

  S sigma() const { return sigma_; }
  std::uint64_t version() const override;
  Real<S> rounding() const override;

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override;
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;

  OperatorPtr<S> A_, B_;
  S sigma_;
};

}  // namespace ritz
