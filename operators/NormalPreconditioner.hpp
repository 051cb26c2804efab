#pragma once

#include <ritz/operators/Preconditioner.hpp>

#include <Tpetra_CrsMatrix.hpp>

namespace ritz {

/// AᴴA, or A Aᴴ where A has more columns than rows, m × n sparse. A row of A (for A Aᴴ a column) with many
/// entries makes it dense. Collective.
template <class S>
std::shared_ptr<const Tpetra::CrsMatrix<S>> normalMatrix(const Tpetra::CrsMatrix<S>& A);

/// makePreconditioner of AᴴA, or of A Aᴴ where A has more columns than rows: what svdsolve takes for the
/// smallest singular values. Jacobi takes the squared lengths of columns or rows and forms no product.
/// Chebyshev and multigrid without a near-null space hardly know small σ, whose squares they see; incomplete
/// factors with some fill do. Collective. Throws what makePreconditioner does, InvalidOption if A shows no
/// entries (see assembledMatrix).
///
///     problem.preconditioner = ritz::makeNormalPreconditioner<double>(problem.A, {ritz::Ilu{2}});
template <class S>
OperatorPtr<S> makeNormalPreconditioner(const OperatorPtr<S>& A,
                                        const PreconditionerOptions<S>& options = {Ilu{2}});

}  // namespace ritz
