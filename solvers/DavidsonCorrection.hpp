#pragma once

#include <ritz/solvers/Pencil.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ritz {

/// Where a Davidson method looks next: the preconditioned residuals, and at first a random vector in which
/// the preconditioner has already brought out what it knows of the wanted end. On the way it sees whether the
/// preconditioner is Hermitian and definite, which GD+k does not need but a good one is.
template <class S>
class DavidsonCorrection {
 public:
  /// `pencil` has to outlive it; without a preconditioner K = I. With a `target` σ (of the scaled pencil) K
  /// is about (A − σB)⁻¹, which is not definite.
  explicit DavidsonCorrection(const Pencil<S>& pencil, std::optional<Real<S>> target = {});

  /// K R, a ShiftedPreconditioner told the Ritz values θ′. Collective.
  MultiVector<S> of(const MultiVector<S>& R, const std::vector<Real<S>>& theta);

  /// (K B′)^steps X, columns normalised: products with B′ and K alone, a ShiftedPreconditioner told the
  /// target. Collective.
  MultiVector<S> amplified(const MultiVector<S>& X, int steps);

  /// No ⟨r, K r⟩ < 0 has been seen.
  bool isDefinite() const { return negative_ == 0; }

  /// What is wrong with the preconditioner, or nothing.
  std::string findings() const;

 private:
  MultiVector<S> applied(const MultiVector<S>& X, const std::vector<Real<S>>& theta) const;
  void watchSigns(const MultiVector<S>& R, const MultiVector<S>& T);

  void watchSymmetry(const MultiVector<S>& f, const MultiVector<S>& u, const MultiVector<S>& g,
                     const MultiVector<S>& w);

  const Pencil<S>& pencil_;
  std::optional<Real<S>> target_;
  bool isToldShifts_;
  long columns_ = 0, negative_ = 0;
  double asymmetry_ = 0;
};

}  // namespace ritz
