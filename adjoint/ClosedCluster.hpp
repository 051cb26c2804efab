#pragma once

#include <ritz/solvers/EigenResult.hpp>

#include <optional>

namespace ritz {

/// The pairs of `result` and those that follow it until the cluster of its last value is complete, found by
/// solving again with growing k. Nothing if it does not close within `most` pairs or a solve does not
/// converge. The pairs found beyond become guards. Collective.
template <class S>
std::optional<EigenResult<S>> closeLastCluster(const EigenResult<S>& result, double clusterFactor, int most);

}  // namespace ritz
