#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <memory>

namespace ritz {

/// Smallest, SmallestMagnitude and Nearest by thick-restart Lanczos on (A′ − σ′B′)⁻¹B′, see shiftInvertMap,
/// σ′ moved to where it is best if the inverse can be moved: to the centre asked for, or below the spectrum.
/// Where it counts eigenvalues, the number of those that could be better than the worst pair found is
/// compared with that of the pairs found, and what is missing is searched for with these deflated; no other
/// search for copies is needed then. `start` has one column. Collective. Throws InvalidOption for an inverse
/// that is none, or one whose σ fits `which` not.
template <class S>
std::unique_ptr<PairFinder<S>> makeShiftInvertFinder(Pencil<S>& pencil, const EigenOptions& options,
                                                     const Lanczos& parameters, const MultiVector<S>& start,
                                                     Supervisor& supervisor);

}  // namespace ritz
