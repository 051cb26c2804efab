#pragma once

#include <ritz/solvers/KrylovMap.hpp>

#include <memory>
#include <optional>

namespace ritz {

/// Thick-restart Lanczos on our own factorisation, see LanczosFactorization; generalised problems need
/// pencil.massInverse. It multiplies with `map`,
/// by blocks of as many columns as `start` has; more than one go with the map of the pencil and without
/// `deflate`. `deflate` (B′-orthonormal, may be null) is kept out of the
/// space; with a `bar` run() also ends, with EstimatesPass, once the best value is known to be no better than
/// that, sooner if the `farEnd` of the spectrum of the map is known. Source: K. Wu and H. Simon,
/// Thick-restart Lanczos method for large symmetric eigenvalue problems, SIAM J. Matrix Anal. Appl. 22
/// (2000).
template <class S>
std::unique_ptr<PairFinder<S>> makeLanczosFinder(std::shared_ptr<const KrylovMap<S>> map,
                                                 const EigenOptions& options, const Lanczos& parameters,
                                                 const MultiVector<S>& start, Supervisor& supervisor,
                                                 const MultiVector<S>* deflate = nullptr,
                                                 std::optional<Real<S>> bar = std::nullopt,
                                                 std::optional<Real<S>> farEnd = std::nullopt);

/// The same on the whole space, from the state of another one with the same basis.
template <class S>
std::unique_ptr<PairFinder<S>> resumeLanczosFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                   const Lanczos& parameters, const SolverState<S>& state,
                                                   Supervisor& supervisor);

/// The block asked for where there is room for it beside the basis, else 1.
int lanczosBlock(const Lanczos& parameters, int numPairs, long long dimension);

/// The basis asked for, or max(30, 3·numPairs, numPairs + 4·block), but at most all of a space of
/// `dimension`.
int lanczosBasis(const Lanczos& parameters, int numPairs, long long dimension);

}  // namespace ritz
