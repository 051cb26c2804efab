#pragma once

#include <ritz/operators/ShiftInverse.hpp>

#include <Tpetra_CrsMatrix.hpp>

namespace ritz {

/// (A − σB)⁻¹ by a sparse factorisation of the assembled Hermitian matrices, spread over the ranks as these
/// are: LDLᵀ by MUMPS, with numBelow(), for real scalars; LU, without it, for complex ones. One analysis and
/// the memory of one factorisation serve all that are moved from one another. Right-hand sides are gathered
/// on rank 0: n numbers for each column and call.
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
                                                           Real<S> sigma = 0);

/// True if makeFactoredInverse finds a factorisation in this build.
bool hasFactorization();

}  // namespace ritz
