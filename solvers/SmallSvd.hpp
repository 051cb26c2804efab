#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <vector>

namespace ritz {

/// B = left diag(values) rightᴴ of a small square matrix, values descending.
template <class S>
struct SmallSvd {
  std::vector<Real<S>> values;
  Dense<S> left, right;
};

/// Throws Error if LAPACK fails (NaN in B). O(m³).
template <class S>
SmallSvd<S> smallSvd(Dense<S> B);

}  // namespace ritz
