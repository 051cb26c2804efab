#pragma once

#include <ritz/solvers/MovableShift.hpp>
#include <ritz/solvers/Verification.hpp>

namespace ritz {

/// A part of the spectrum whose number of eigenvalues Sylvester's law of inertia tells.
template <class R>
struct ProvenWindow {
  bool isOpenBelow = true;  ///< it goes down to −∞, where nothing is
  R low = 0, high = 0;
  long long count = 0;  ///< of eigenvalues in it

  bool holds(R lambda) const { return lambda < high && (isOpenBelow || lambda > low); }
};

/// The largest window whose ends are clear of the `numPairs` best values found, so that these are the best of
/// all if it holds as many eigenvalues as were found in it; for Smallest, and for Nearest and
/// SmallestMagnitude about their centre. One factorisation for each end that is not below the spectrum.
/// Collective.
template <class S>
ProvenWindow<Real<S>> provenWindow(const Pencil<S>& pencil, const MovableShift<S>& shift,
                                   const VerifiedPairs<S>& found, const Which& which, int numPairs);

/// How far the j-th value found may be off, to the tolerance of a run with this shift and to rounding.
template <class S>
Real<S> openAt(const Pencil<S>& pencil, const MovableShift<S>& shift, const VerifiedPairs<S>& found, int j);

}  // namespace ritz
