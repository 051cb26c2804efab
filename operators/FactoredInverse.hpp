#pragma once

#include <ritz/operators/ShiftInverse.hpp>

#include <Tpetra_CrsMatrix.hpp>

namespace ritz {

/// What factors a sparse matrix: MUMPS (LDLᵀ of real, LU of complex matrices, over all ranks), KLU2 of
/// Amesos2 (LU, on rank 0 alone), or the first of these that this build has.
enum class Factorization { Any, Mumps, Klu2 };

/// (A − σB)⁻¹ by a sparse factorisation of the assembled Hermitian matrices, with numBelow() where it is
/// LDLᵀ. One analysis and the memory of one factorisation serve all that are moved from one another.
/// Right-hand sides are gathered on rank 0: n numbers for each column and call.
///
///     problem.shiftInverse = ritz::makeFactoredInverse<double>(stiffness, mass);
///
/// `B` may be null for the identity. Where σ is an eigenvalue to rounding, shift() is √ε‖A‖/‖B‖ below it.
/// Both matrices are copied. Collective. Throws SpaceMismatch (A null, not square, B on another map, global
/// indices with gaps), NotSupported where this build has no sparse factorisation, OperatorFailure where it is
/// short of memory.
template <class S>
std::shared_ptr<const ShiftInverse<S>> makeFactoredInverse(std::shared_ptr<const Tpetra::CrsMatrix<S>> A,
                                                           std::shared_ptr<const Tpetra::CrsMatrix<S>> B = {},
                                                           Real<S> sigma = 0,
                                                           Factorization by = Factorization::Any);

/// True if makeFactoredInverse finds this one in this build.
bool hasFactorization(Factorization by = Factorization::Any);

}  // namespace ritz
