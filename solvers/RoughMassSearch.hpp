#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <memory>

namespace ritz {

/// Looks for pairs that are better than `bar` and B′-orthogonal to `deflated`, where B′⁻¹ takes conjugate
/// gradients: by Lanczos with rough solves, until no such pair is known to be left; where one shows, Lanczos
/// with pencil.massInverse goes on from its vector. Rough ones are good enough to see whether there is one:
/// T = VᴴA′V is that of the pencil all the same, and what a solve leaves of A′v, times √κ(B) at most, adds to
/// the share of such a pair in the next vector, which the start brought in as one of n (see StartShare).
/// `start` is a random vector, `options.numPairs` is 1. Pencil, options, supervisor, `start` and `deflated`
/// have to outlive it. Source: V. Simoncini and D. Szyld, Theory of inexact Krylov subspace methods and
/// applications to scientific computing, SIAM J. Sci. Comput. 25 (2003).
template <class S>
std::unique_ptr<PairFinder<S>> makeRoughMassSearch(const Pencil<S>& pencil, const EigenOptions& options,
                                                   const MultiVector<S>& start,
                                                   const MultiVector<S>& deflated, Real<S> bar,
                                                   Supervisor& supervisor);

}  // namespace ritz
