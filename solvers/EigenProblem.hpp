#pragma once

#include <ritz/operators/Types.hpp>

namespace ritz {

enum class Structure { Hermitian };

/// A u = λ B u with A and B known by what they do to vectors. Everything is shared: results and adjoints keep
/// the problem alive. All operators act on the same map.
template <class S>
struct EigenProblem {
  OperatorPtr<S> A{};     ///< Hermitian
  OperatorPtr<S> mass{};  ///< B, Hermitian positive definite (semidefinite: smallest end only); null: B = I
  OperatorPtr<S>
      massInverse{};  ///< B⁻¹ for Lanczos and Krylov-Schur; null: conjugate gradients on B, counted
  /// Approximates A⁻¹, Hermitian positive definite, for LOBPCG and Davidson; a ShiftedPreconditioner is told
  /// the current Ritz values by Davidson.
  OperatorPtr<S> preconditioner{};
  OperatorPtr<S> shiftInverse{};    ///< (A − σB)⁻¹; not used yet: NotSupported
  MultiVectorPtr<S> constraints{};  ///< pairs B-orthogonal to these; not used yet: NotSupported
  Structure structure = Structure::Hermitian;
};

/// Throws InvalidOption (no A) or SpaceMismatch (operators on different maps, not square) with the names of
/// both.
template <class S>
void validate(const EigenProblem<S>& problem);

}  // namespace ritz
