#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <memory>

namespace ritz {

/// Looks for one pair that is better than `bar` and B′-orthogonal to `deflated`, by the inertia of A′ −
/// bar·B′ (see InertiaMap), which needs no B⁻¹ and is as fast as the preconditioner is good; where that turns
/// out to be no positive definite one (for inner values: no Hermitian one), without it. run() ends with
/// EstimatesPass once no such pair is known to be left, and pairs(1) is no better than `bar` then; or once
/// one has converged, by Davidson's method from where it showed. `start` is a random vector,
/// `options.numPairs` is 1. Pencil, options, supervisor and `deflated` have to outlive it.
template <class S>
std::unique_ptr<PairFinder<S>> makeInertiaSearch(const Pencil<S>& pencil, const EigenOptions& options,
                                                 const MultiVector<S>& start, const MultiVector<S>& deflated,
                                                 Real<S> bar, Supervisor& supervisor);

}  // namespace ritz
