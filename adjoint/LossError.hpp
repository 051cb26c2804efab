#pragma once

#include <ritz/adjoint/Loss.hpp>
#include <ritz/solvers/EigenResult.hpp>

namespace ritz {

/// How far off the residuals r_j of `pairs` may have put a loss, to first order:
///
///     Σ_j |λ̄_j| min(‖r_j‖²/gap_j, ‖r_j‖) + ‖Ū_j‖ ‖u_j‖ ‖r_j‖/gap_j,
///
/// relative to |value|, the loss there, or absolute where that is 0. gap_j is the distance from λ_j to the
/// nearest other value among pairs and guards that is no copy of it, times ‖B‖. Collective.
template <class S>
Real<S> lossError(const Loss<S>& loss, Real<S> value, const EigenResult<S>& pairs);

}  // namespace ritz
