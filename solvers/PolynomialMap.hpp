#pragma once

#include <ritz/solvers/KrylovMap.hpp>

namespace ritz {

/// What maps Op = p(A′) for B = I, else p(B′⁻¹A′), have in common: the products of a recurrence, with B′⁻¹
/// where there is a B, and what may be wrong with them. The largest θ are wanted.
template <class S>
class PolynomialMap : public KrylovMap<S> {
 public:
  void settle(const MultiVector<S>& pair, double squareOfV, double squareOfW) const override;
  bool isPencil() const override { return false; }
  Which order(const Which&) const override { return Largest{}; }

 protected:
  explicit PolynomialMap(const Pencil<S>& pencil);

  /// A′y or B′⁻¹A′y is this times multiplied(y).
  Real<S> scaleOfProduct() const;

  /// Valid until the next call. Collective.
  const MultiVector<S>& multiplied(const MultiVector<S>& y) const;

  /// images = B′ pair, where images are wanted.
  void applyMass(const MultiVector<S>& pair, MultiVector<S>* images) const;

 private:
  mutable MultiVector<S> product_, solved_;
};

}  // namespace ritz
