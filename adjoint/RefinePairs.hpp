#pragma once

#include <ritz/adjoint/SylvesterOptions.hpp>
#include <ritz/solvers/EigenResult.hpp>

namespace ritz {

/// One correction of all pairs at once: Pᴴ(A − θ_j B)P δu_j = −(A − θ_j B) u_j, then Rayleigh-Ritz with U +
/// δU. An error ε of a vector becomes O(ε³) + tolerance·ε, so that a gradient from pairs of moderate
/// accuracy gains many digits. Costs 2k products with A and those of the solve; guards are carried along.
/// Values keep the order of `which`. Error bounds are ‖r‖ where B = I, else the old ones. Collective. Throws
/// InvalidOption (no pairs, tolerance outside (0, 1)), OperatorFailure.
template <class S>
EigenResult<S> refinePairs(const EigenResult<S>& result, double tolerance = 1e-6,
                           SylvesterOptions options = {});

}  // namespace ritz
