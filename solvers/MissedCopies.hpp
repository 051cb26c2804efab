#pragma once

#include <ritz/solvers/KrylovMap.hpp>
#include <ritz/solvers/Verification.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace ritz {

/// Makes the finder of one search: a single pair from `start`, with `deflated` kept out, until it converges
/// or is known to be no better than `bar`.
template <class S>
using SearchMaker = std::function<std::unique_ptr<PairFinder<S>>(
    const EigenOptions& options, const MultiVector<S>& start, const MultiVector<S>& deflated, Real<S> bar)>;

/// Looks for pairs that a Krylov space grown from one vector can miss (copies of multiple values, directions
/// that the start vector lacked): runs again from a random vector with `pairs` deflated, until the best value
/// left is known to be no better than the worst of `pairs`. Better ones, all that this run can find, are
/// taken in, and the search is repeated.
///
/// `next` are the Ritz pairs behind `pairs`, from the same space, with residuals and images. Those with small
/// ones are deflated, too, which widens the gap that the search has to see: with ρ² = Σ ‖r‖² over them, no
/// value left is better than the best of theirs and of the search by more than ρ (Weyl). Where copies are
/// taken in, `next` become the guards behind the new pairs, see guardsAfterCopies, joined by what the search
/// had behind those that it found.
///
/// `farEnd`: that of the spectrum of `map`, where a run from a random vector has shown it; the search need
/// not find it then.
///
/// It multiplies with a filter of its own where `map` can be sharpened for what is not deflated, else with
/// `map` where that separates the worst of `pairs` from what nobody asks for, else with the pencil.
///
/// `makeSearch` takes the place of Lanczos where it is given; map and far end are of no matter then.
///
/// Returns Converged if nothing is missed any more, else what stopped it. Collective.
template <class S>
Status takeInMissedCopies(const std::shared_ptr<const KrylovMap<S>>& map, const EigenOptions& options,
                          Supervisor& supervisor, VerifiedPairs<S>& pairs, RitzPairs<S>& next,
                          std::optional<Real<S>> farEnd = std::nullopt,
                          const SearchMaker<S>& makeSearch = {});

}  // namespace ritz
