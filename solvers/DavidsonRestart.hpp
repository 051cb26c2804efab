#pragma once

#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <optional>
#include <vector>

namespace ritz {

/// σ of Nearest, 0 of SmallestMagnitude; nothing for the ends of the spectrum and for Interval.
template <class R>
std::optional<R> targetOf(const Which& which);

/// The eigenpairs of H, best first in the order of `which`. O(m³).
template <class S>
SmallEigen<S> orderedEigen(const Dense<S>& H, const Which& which);

/// The +k restart in coefficients: Q = [Y P′] with QᴴQ = I, Y the first `keep` columns of `ritz` (m × m,
/// unitary), P′ what is new in the columns `targets` of `previous`, the Ritz vectors of the step before (at
/// most m rows, the missing ones are zero). The direction from a previous Ritz vector to the current one is
/// what conjugate gradients would keep: with it restarts hardly cost steps. Source: A. Stathopoulos, SIAM J.
/// Sci. Comput. 29 (2007).
template <class S>
Dense<S> restartCoefficients(const Dense<S>& ritz, int keep, const Dense<S>& previous,
                             const std::vector<int>& targets);

}  // namespace ritz
