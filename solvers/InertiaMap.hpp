#pragma once

#include <ritz/solvers/KrylovMap.hpp>

#include <memory>

namespace ritz {

/// Counts on Sylvester: on the B′-orthogonal complement of U, A′ − σB′ has as many negative directions as
/// there are eigenvalues below σ, and so has K½(A′ − σB′)K½ with any positive definite K. Lanczos with Op =
/// ±Pᴴ(A′ − σB′)P K, self-adjoint in the inner product of K_P = P K Pᴴ, P = I − U UᴴB′, therefore shows
/// whether an eigenvalue better than σ is left, at the speed that the preconditioner K allows; −Op where the
/// largest are wanted. Its vectors y are dual: x = K_P y.
///
/// For values next to a target τ the form is folded, (A′ − τB′)B′⁻¹(A′ − τB′) − (σ − τ)²B′: a negative
/// direction for each eigenvalue nearer to τ than σ is. K B′K then takes the place of K, so that a Hermitian
/// K will do, definite or not; a ShiftedPreconditioner is told τ.
template <class S>
class InertiaMap final : public KrylovMap<S> {
 public:
  /// `dual`: the pencil with K_P in the place of B′, see dualPencil; both have to outlive this. U is
  /// deflated. Folded, it needs pencil.massInverse where there is a B. Collective.
  InertiaMap(const Pencil<S>& dual, const Pencil<S>& pencil, const MultiVector<S>& U, Real<S> sigma,
             const Which& which);

  /// X ← Pᴴ X, what of dual vectors matters. Collective.
  void project(MultiVector<S>& X) const;

  /// One product with A′, one with B′ and two with K; folded, two each, four with K and one with B′⁻¹.
  /// Collective.
  void multiply(MultiVector<S>& pair, MultiVector<S>* images) const override;
  void settle(const MultiVector<S>&, double, double) const override {}
  bool isPencil() const override { return true; }
  Which order(const Which&) const override { return Smallest{}; }
  Real<S> transformed(Real<S>) const override { return 0; }
  Real<S> pencilValue(Real<S> theta) const override { return theta; }
  Real<S> residualFactor(Real<S>) const override { return 1; }
  bool separates(Real<S>) const override { return true; }
  Real<S> knownWidth() const override { return 0; }
  bool suits(const std::vector<Real<S>>&, int, bool) const override { return true; }

 private:
  const Pencil<S>& original_;
  const MultiVector<S>& U_;
  MultiVector<S> BU_;
  Real<S> sigma_, sign_;
  std::optional<Real<S>> target_;

  void multiplyFolded(const MultiVector<S>& x, MultiVector<S>& product, MultiVector<S>& work) const;
};

/// The pencil with K_P for B′, K the preconditioner or, if `usesPreconditioner` is false, the identity
/// (folded, for an inner `which`, K B′K or B′⁻¹); its space has the dimension of the complement of U. U and
/// `pencil` have to outlive it. Collective.
template <class S>
std::unique_ptr<Pencil<S>> dualPencil(const Pencil<S>& pencil, const MultiVector<S>& U,
                                      bool usesPreconditioner, const Which& which = Smallest{});

}  // namespace ritz
