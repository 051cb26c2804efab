#pragma once

#include <ritz/solvers/TripletFinder.hpp>

#include <cstdint>

namespace ritz {

/// Looks for singular values of A′ better than the last of verified triplets, which a Krylov space from one
/// vector may have missed: copies of multiple ones. Each round runs from a new random vector with the
/// triplets kept out of the space, and the `next` ones whose residuals are small against their distance from
/// the last; what it finds is taken in. False if the supervisor ended it: `stopStatus` says why. Collective.
template <class S>
bool takeInMissedTriplets(const OperatorPair<S>& pair, const SvdOptions& options, Supervisor& supervisor,
                          VerifiedTriplets<S>& triplets, TripletFinder<S>& next, Status& stopStatus);

}  // namespace ritz
