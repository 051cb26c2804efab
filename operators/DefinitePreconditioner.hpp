#pragma once

#include <ritz/operators/TrilinosPreconditioner.hpp>

namespace ritz {

/// makePreconditioner for Ilu, Chebyshev and Amg: finds the shift. `kind` names it in errors.
OperatorPtr<double> makeDefinite(const MatrixPointer& A, const PreconditionerOptions<double>& options,
                                 const char* kind);

/// Throws InvalidOption unless all of A's diagonal is positive. Collective.
template <class S>
void requirePositiveDiagonal(const Tpetra::Vector<S>& diagonal, const char* kind);

}  // namespace ritz
