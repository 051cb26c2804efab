#pragma once

#include <ritz/operators/Types.hpp>

#include <Tpetra_CrsMatrix.hpp>

#include <memory>
#include <vector>

namespace ritz {

/// a_ij, counted from 0.
template <class S>
struct MatrixEntry {
  GlobalIndex row = 0, column = 0;
  S value{};
};

/// Builds a distributed sparse matrix from entries that rank 0 alone knows, in portions, so that no rank ever
/// holds more than its own rows and one portion. Entries at the same place are summed in the order in which
/// they came.
template <class S>
class MatrixBuilder {
 public:
  /// Rows are spread as `rows`, a contiguous map from makeMap. Collective.
  explicit MatrixBuilder(MapPtr rows);

  /// Hands every entry of rank 0's `portion` (ignored elsewhere) to the rank that owns its row. At most 2^24
  /// entries at once. Collective. Returns false, on every rank, if the portion was empty.
  bool add(const std::vector<MatrixEntry<S>>& portion);

  /// The fill-complete matrix from vectors over `domain` to vectors over the rows; forgets the entries.
  /// Collective.
  std::shared_ptr<const Tpetra::CrsMatrix<S>> build(const MapPtr& domain);

 private:
  std::vector<std::vector<MatrixEntry<S>>> splitByOwner(const std::vector<MatrixEntry<S>>& portion) const;
  void sortAndSum();

  MapPtr rows_;
  std::vector<GlobalIndex> ends_;
  std::vector<MatrixEntry<S>> mine_;
};

}  // namespace ritz
