#pragma once

#include <ritz/solvers/MeasuredOperator.hpp>

#include <cstdint>

namespace ritz {

/// Between them lie all values of an operator, but for a few close to the ends at most.
template <class R>
struct SpectralEnds {
  R low, high;
};

/// From a dozen steps of Lanczos with a random vector: the outermost Ritz values and their residuals.
/// Collective. Throws OperatorFailure.
template <class S>
SpectralEnds<Real<S>> spectralEnds(const MeasuredOperator<S>& A, std::uint64_t seed);

}  // namespace ritz
