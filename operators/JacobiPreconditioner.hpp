#pragma once

#include <ritz/operators/ShiftedPreconditioner.hpp>

namespace ritz {

/// (diag A − σ diag B)⁻¹, each denominator kept at least a tenth of A's entry away from zero. Hermitian, and
/// positive definite where diag A is positive and σ ≤ 0. Source: E. Davidson, J. Comput. Phys. 17 (1975).
template <class S>
class JacobiPreconditioner final : public ShiftedPreconditioner<S> {
 public:
  /// Keeps copies. `diagonalOfMass` null: B = I. Throws SpaceMismatch (different maps), and InvalidOption on
  /// every rank if an entry of A's diagonal is zero or not finite. Collective.
  explicit JacobiPreconditioner(const Tpetra::Vector<S>& diagonal,
                                const Tpetra::Vector<S>* diagonalOfMass = nullptr);

 private:
  void applyShiftedImpl(const MultiVector<S>& X, const std::vector<Real<S>>& shifts,
                        MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;

  Tpetra::Vector<S> diagonal_, mass_;
};

}  // namespace ritz
