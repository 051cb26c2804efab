#pragma once

#include <ritz/adjoint/SylvesterOptions.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <optional>

namespace ritz {

/// The pairs of `previous` where A and B have moved a little since: Rayleigh-Ritz in the span of its vectors
/// and guards, then corrections Pᴴ(A − θ_j B)P δu_j = −r_j of those not yet there, and Rayleigh-Ritz with
/// these beside all else, until ‖r‖ ≤ tolerance·(α + |θ|β) with the α and β of `previous`. Status Converged
/// means just that: that no pair from outside has come in is known as far as the guards see. Error bounds are
/// ‖r‖ for B = I, else infinite. Its counts are those of the tracking alone. Nothing if `rounds` corrections
/// do not do, or a value crosses over to the guards and back: solve anew then. Costs k + g products, and for
/// each round one per column and those of the solve. Collective. Throws InvalidOption (no pairs; tolerance
/// outside (0, 1)), OperatorFailure.
template <class S>
std::optional<EigenResult<S>> trackPairs(const EigenResult<S>& previous, double tolerance, int rounds = 4,
                                         SylvesterOptions options = {});

}  // namespace ritz
