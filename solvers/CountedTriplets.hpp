#pragma once

#include <ritz/operators/PseudoInverse.hpp>
#include <ritz/solvers/VerifiedTriplets.hpp>

#include <optional>

namespace ritz {

/// How many singular values lie below one in a gap of those found, by inertia and among the found ones.
template <class R>
struct TripletCount {
  R below = 0;  ///< in units of A; 0 where all that were found are zero to rounding, so that none is better
  long long counted = 0, found = 0;
  bool agrees() const { return counted == found; }
};

/// Counts below the worst of the smallest triplets, and below all that lie next to it, by the error bounds
/// and the rounding of a factorisation. Nothing where `inverse` cannot count. Collective; one factorisation.
template <class S>
std::optional<TripletCount<Real<S>>> countBelow(const PseudoInverse<S>& inverse, const OperatorPair<S>& pair,
                                                const VerifiedTriplets<S>& triplets);

}  // namespace ritz
