#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <memory>

namespace ritz {

/// GD+k, generalised Davidson with +k restarts: the space grows by the preconditioned residuals of the first
/// `block` pairs that have not converged, and a restart keeps the best Ritz vectors and those of these pairs
/// a step ago. One product with A′ a column, none for restarts and residuals; with inner solves, JDQMR, more
/// (see DavidsonExpansion). Starts from the columns of `start`, which the preconditioner works on first if
/// they are random (`isRandom`). `deflate` (B′-orthonormal, may be null) is kept out of the space. B′ is only
/// multiplied with. Source: A. Stathopoulos, Nearly optimal preconditioned methods for Hermitian
/// eigenproblems under limited memory, SIAM J. Sci. Comput. 29 (2007).
template <class S>
std::unique_ptr<PairFinder<S>> makeDavidsonFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                  const Davidson& parameters, const MultiVector<S>& start,
                                                  bool isRandom, Supervisor& supervisor,
                                                  const MultiVector<S>* deflate = nullptr);

/// The basis asked for, or max(40, 4·numPairs) with room for two blocks and one vector beside the pairs, but
/// at most all of a space of `dimension`.
int davidsonBasis(const Davidson& parameters, int numPairs, long long dimension);

}  // namespace ritz
