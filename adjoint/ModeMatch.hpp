#pragma once

#include <ritz/solvers/EigenResult.hpp>

#include <vector>

namespace ritz {

/// Which pairs continue earlier ones, by the modal assurance criterion |u_iᴴB u′_j|².
struct ModeMatch {
  std::vector<int> order;  ///< order[i] is the pair that continues the earlier pair i; each pair once
  double weakest = 1.0;    ///< the least criterion of these matches, in [0, 1]
};

/// Matches the strongest overlaps first. `overlaps` is UᴴB U′ of the earlier and the present vectors, k × k.
template <class S>
ModeMatch matchModes(const Dense<S>& overlaps);

/// The result with its pairs in this order; guards stay.
template <class S>
EigenResult<S> reordered(EigenResult<S> result, const std::vector<int>& order);

}  // namespace ritz
