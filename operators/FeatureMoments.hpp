#pragma once

#include <ritz/operators/Samples.hpp>

#include <vector>

namespace ritz::detail {

/// The mean over all samples of (x − centre)^power for each feature x; power is 1 or 2. Collective.
template <class S>
std::vector<double> featureMoments(const Samples<S>& samples, const std::vector<double>& centres, int power);

/// (x − shift)·factor for each feature, the row of ones as it is, in memory of its own.
template <class S>
typename Samples<S>::Matrix transformedFeatures(const typename Samples<S>::Matrix& inputs,
                                                const std::vector<double>& shifts,
                                                const std::vector<double>& factors);

}  // namespace ritz::detail
