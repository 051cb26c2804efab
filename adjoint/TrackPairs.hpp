#pragma once

#include <ritz/adjoint/SylvesterOptions.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <optional>

namespace ritz {

/// The pairs of `previous` where A and B have moved a little since: a Davidson method that starts from its
/// vectors and best guards and adds the residuals of all that have not converged (TrackingCorrection). One
/// space serves all pairs; a restart keeps them, the guards and the pairs of the step before. Residuals are
/// recomputed at the end, in the norms seen here, and error bounds come with them. Status Converged means
/// just that: that no pair from outside has come in is known as far as the space has seen, copies are not
/// searched for. All Ritz pairs of the last space become guards. Nothing where `maxColumns` products with A
/// (0: 1000) do not do, rounding stands in the way, the vectors have become dependent, or there are
/// constraints: solve anew then. Costs two columns for probing, k + 5 for the start at most, and k for the
/// end. Collective. Throws InvalidOption (no pairs; tolerance outside (0, 1)), OperatorFailure, NotSymmetric.
template <class S>
std::optional<EigenResult<S>> trackPairs(const EigenResult<S>& previous, double tolerance,
                                         long maxColumns = 0, SylvesterOptions options = {});

}  // namespace ritz
