#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/ShiftInverse.hpp>

namespace ritz {

/// The parts of a problem on the B-orthogonal complement of C, CᴴB C = I, with P = I − C CᴴB; see
/// Constraints. Two reductions a product.

/// X ← X − V WᴴX. Collective.
template <class S>
void removeSpan(const MultiVector<S>& V, const MultiVector<S>& W, MultiVector<S>& X);

/// PᴴA P + τ B C CᴴB.
template <class S>
class ConstrainedOperator final : public LinearOperator<S> {
 public:
  ConstrainedOperator(OperatorPtr<S> A, MultiVectorPtr<S> C, MultiVectorPtr<S> BC, Real<S> tau);
  std::uint64_t version() const override { return versionOf(*A_); }
  Real<S> rounding() const override { return roundingOf(*A_); }

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { applyImpl(X, Y); }

  OperatorPtr<S> A_;
  MultiVectorPtr<S> C_, BC_;
  Real<S> tau_;
};

/// P K Pᴴ + c C Cᴴ, positive definite where K is.
template <class S>
class ConstrainedPreconditioner final : public LinearOperator<S> {
 public:
  ConstrainedPreconditioner(OperatorPtr<S> K, MultiVectorPtr<S> C, MultiVectorPtr<S> BC, Real<S> c);

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { applyImpl(X, Y); }

  OperatorPtr<S> K_;
  MultiVectorPtr<S> C_, BC_;
  Real<S> c_;
};

/// The inverse of ConstrainedOperator − σB: with K = A − σB, Z = K⁻¹B C and S = CᴴB Z, a right-hand side b
/// has y = K⁻¹b − Z S⁻¹ CᴴB K⁻¹b in the complement, and C Cᴴb/(τ − σ) beside it. By the inertia of the
/// bordered matrix [K, B C; CᴴB, 0], as many eigenvalues of the constrained problem are below σ as K has
/// negative ones less those of S.
template <class S>
class ConstrainedInverse final : public ShiftInverse<S> {
 public:
  ConstrainedInverse(std::shared_ptr<const ShiftInverse<S>> inverse, MultiVectorPtr<S> C,
                     MultiVectorPtr<S> BC, Real<S> tau);

  Real<S> shift() const override { return inverse_->shift(); }
  std::optional<long long> numBelow() const override;
  std::shared_ptr<const ShiftInverse<S>> movedTo(Real<S> sigma) const override;
  std::string describe() const override { return inverse_->describe(); }
  long numFactorizations() const override { return inverse_->numFactorizations(); }
  InnerProducts innerProducts() const override { return inverse_->innerProducts(); }
  Real<S> rounding() const override { return roundingOf<S>(*inverse_); }

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { applyImpl(X, Y); }

  std::shared_ptr<const ShiftInverse<S>> inverse_;
  MultiVectorPtr<S> C_, BC_;
  Real<S> tau_;
  MultiVector<S> Z_;
  Dense<S> inverseOfS_;
  long long negativeInS_ = 0;
};

}  // namespace ritz
