#pragma once

#include <ritz/operators/Types.hpp>

#include <cstddef>

namespace ritz {

/// Bytes that this machine can still give to its programs: free memory and caches, within the limit of a
/// container (Linux; elsewhere physical pages that are free). On a GPU back end those of the device. 0: not
/// known.
double freeMemory();

/// How many vectors of `map` with entries of `entryBytes` fit, on each rank, into `asked` bytes, or for asked
/// = 0 into half of what its machine has free divided by the ranks there: the smallest number over the ranks.
/// At least 0. Collective.
long long affordableVectors(const Map& map, std::size_t entryBytes, double asked);

/// Of a vector on the rank that has most of it. Collective.
double bytesOfVector(const Map& map, std::size_t entryBytes);

}  // namespace ritz
