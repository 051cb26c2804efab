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
  /// (A − σB)⁻¹ for Lanczos, which finds Smallest, SmallestMagnitude and Nearest by it in a few steps; σ is
  /// found out by a product. A ShiftInverse is moved to where it serves best and, where it counts
  /// eigenvalues, proves that none was missed and searches an Interval. Smallest wants a σ below the
  /// spectrum.
  OperatorPtr<S> shiftInverse{};
  /// Pairs B-orthogonal to these columns (rigid-body modes): of the problem on their B-orthogonal complement,
  /// Pᴴ(A u − λ B u) = 0 with P = I − C CᴴB for B-orthonormal C; dependent ones are left out, and named.
  MultiVectorPtr<S> constraints{};
  Structure structure = Structure::Hermitian;
};

/// Throws InvalidOption (no A) or SpaceMismatch (operators on different maps, not square) with the names of
/// both.
template <class S>
void validate(const EigenProblem<S>& problem);

}  // namespace ritz
