#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <memory>

namespace ritz {

/// Interval by spectrum slicing, for an inverse of A − σB that counts eigenvalues: Sylvester's law of inertia
/// says how many are in [a, b], which is halved until a slice holds few; each slice is searched by Lanczos
/// with σ in its middle, see shiftInvertMap, all found before deflated, until as many were found as are
/// there. Slices go from a on and end where numPairs are found. Collective. Source: R. Grimes, J. Lewis and
/// H. Simon, A shifted block Lanczos algorithm for solving sparse symmetric generalized eigenproblems, SIAM
/// J. Matrix Anal. Appl. 15 (1994).
template <class S>
std::unique_ptr<PairFinder<S>> makeSliceFinder(Pencil<S>& pencil, const EigenOptions& options,
                                               const Lanczos& parameters, const MultiVector<S>& start,
                                               Supervisor& supervisor);

}  // namespace ritz
