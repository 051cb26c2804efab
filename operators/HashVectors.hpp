#pragma once

#include <ritz/operators/Types.hpp>

#include <cstddef>
#include <cstdint>

namespace ritz {

/// Fills X with pseudo-random entries, uniform in (−1, 1), real and imaginary parts alike: the entry of
/// global index g in column j is a 64-bit hash of (seed, g, firstColumn + j) alone, so X does not depend on
/// ranks, threads or the order of a map, and columns may be made in several pieces. Local work only; any view
/// is fine.
template <class S>
void fillHash(MultiVector<S>& X, std::uint64_t seed, std::size_t firstColumn = 0);

}  // namespace ritz
