#pragma once

#include <ritz/operators/MatrixMarketVectors.hpp>
#include <ritz/operators/MatrixOperator.hpp>

#include <memory>
#include <string>

namespace ritz {

/// The matrix in a Matrix Market file, plain or packed by gzip, on the maps of makeMap(comm, rows) and
/// makeMap(comm, columns). Coordinate files keep their explicit zeros and their repeated entries are summed;
/// array files keep what is not zero. Symmetric, skew-symmetric and Hermitian ones become full matrices; real
/// files are read into complex S, too. Rank 0 reads and hands on in portions. Collective. Throws DataError,
/// on every rank, if the file cannot be read or is malformed, holds NaN, Inf or what S cannot hold, is too
/// large for this build's indices, or is complex where S is real.
template <class S>
std::shared_ptr<const MatrixOperator<S>> readMatrix(const CommPtr& comm, const std::string& path);

}  // namespace ritz
