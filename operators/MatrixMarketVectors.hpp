#pragma once

#include <ritz/operators/Types.hpp>

#include <string>

namespace ritz {

/// The n × k array in a general Matrix Market file as k vectors over `map`, row i being the i-th smallest
/// global index. Rank 0 reads and holds one column at a time. Collective. Throws DataError as readMatrix
/// does, and if the file has other than n rows; SpaceMismatch if the map's global indices have gaps or
/// repetitions.
template <class S>
MultiVectorPtr<S> readVectors(const MapPtr& map, const std::string& path);

/// Writes the n × k block X as a Matrix Market array, complex for complex S, with 17 significant digits,
/// enough to read back the same numbers, whole or not at all (AtomicFile). Rank 0 holds one column at a time.
/// Collective. Throws DataError, on every rank, if the file cannot be written; SpaceMismatch as readVectors
/// does.
template <class S>
void writeVectors(const std::string& path, const MultiVector<S>& X);

}  // namespace ritz
