#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <optional>

namespace ritz {

/// A random sketch Y = M Ω that has been made orthonormal, Y C = Q, and what is known beside it.
template <class S>
struct Sketch {
  const Dense<S>& C;    ///< fewer columns than rows: columns of Y depend on others
  int given = 0;        ///< of the columns of Ω, the first, are no hash vectors
  int powerPasses = 0;  ///< M = H^{1 + powerPasses}
  Real<S> weight = 1;   ///< ‖B u‖ for ‖u‖_B = 1, the smallest that is known
  Real<S> largest = 0;  ///< |λ| of H
};

/// About the largest |λ| of H that Q has not seen: the mean square of what each random column of Y leaves
/// outside of the others, in the units of a product with a vector of ‖ω‖_B = 1; rounding at least. Nothing
/// where no column is random. Local.
///
/// Column i of Y is as far from the span of the others as the reciprocal length of row i of C. Entries of
/// hash vectors have the variance 1/3, complex ones twice that.
template <class S>
std::optional<Real<S>> sketchRemainder(const Sketch<S>& sketch);

}  // namespace ritz
