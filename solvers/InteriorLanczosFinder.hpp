#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <memory>

namespace ritz {

/// Nearest, SmallestMagnitude and Interval without an inverse: thick-restart Lanczos on a polynomial of the
/// pencil that is large where the values are asked for. It begins with short plain runs from random vectors,
/// whose quadrature of the density of states gives the ends of the spectrum, the number of values inside and
/// so the windows that are searched, see InteriorWindows. A window is searched again and again with all that
/// was found deflated, from a new random vector, until nothing is left there: copies of multiple values, and
/// pairs of values that the polynomial cannot tell apart, come one by one. All pairs are Ritz pairs of A′.
///
/// `start`: given vectors, null where there are none; those that are eigenvectors already are kept. About 5
/// to 10 n products, however few pairs are asked for in the middle of a spectrum; fewer towards its ends. A
/// checkpoint holds what was found and the best Ritz vectors. Source: H. Fang and Y. Saad, A filtered Lanczos
/// procedure for extreme and interior eigenvalue problems, SIAM J. Sci. Comput. 34 (2012).
template <class S>
std::unique_ptr<PairFinder<S>> makeInteriorLanczosFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                         const Lanczos& parameters,
                                                         const MultiVector<S>* start, Supervisor& supervisor);

/// The basis asked for, or 3·numPairs + 30, but at most all of the space.
int interiorBasis(const Lanczos& parameters, int numPairs, long long dimension);

}  // namespace ritz
