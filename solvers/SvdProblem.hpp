#pragma once

#include <ritz/operators/Types.hpp>

namespace ritz {

/// A v = σ u, Aᴴu = σ v for an m × n operator A known by its products and those of its adjoint: a
/// LinearOperator with applyAdjointImpl, makeOperator(domain, range, apply, adjoint), a Tpetra::CrsMatrix.
/// Everything is shared: results keep the problem alive.
template <class S>
struct SvdProblem {
  OperatorPtr<S> A{};
  /// For Smallest: A⁻¹ with its adjoint (A⁺ where A has full rank but is not square), from the range of A to
  /// its domain; null: none. makeFactoredPseudoInverse makes one that also counts; any PseudoInverse of an A
  /// that is singular to rounding serves, too.
  OperatorPtr<S> inverse{};
  /// For Smallest without inverse: approximates (AᴴA)⁻¹, or (A Aᴴ)⁻¹ where A has more columns than rows,
  /// Hermitian positive definite, see makeNormalPreconditioner; null: none.
  OperatorPtr<S> preconditioner{};
};

/// Throws InvalidOption (no A), NotSupported (no adjoint), or SpaceMismatch (an inverse or a preconditioner
/// on other maps).
/// Collective.
template <class S>
void validate(const SvdProblem<S>& problem);

}  // namespace ritz
