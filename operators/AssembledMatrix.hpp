#pragma once

#include <ritz/operators/Types.hpp>

#include <Tpetra_CrsMatrix.hpp>

#include <memory>

namespace ritz {

/// The entries of an operator that can show them: a Tpetra::CrsMatrix or a MatrixOperator (shared, nothing is
/// copied), an AffineOperator of such at its present parameters, Laplacian3d, Tridiagonal; null for any
/// other. Costs the entries. Collective.
template <class S>
std::shared_ptr<const Tpetra::CrsMatrix<S>> assembledMatrix(const OperatorPtr<S>& A);

/// α A + β B over the union of their patterns. Collective. Throws SpaceMismatch if the maps differ.
template <class S>
std::shared_ptr<const Tpetra::CrsMatrix<S>> sumOf(S alpha, const Tpetra::CrsMatrix<S>& A, S beta,
                                                  const Tpetra::CrsMatrix<S>& B);

}  // namespace ritz
