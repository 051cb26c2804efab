#pragma once

#include <ritz/operators/Types.hpp>

#include <Tpetra_Import_fwd.hpp>

#include <memory>

namespace ritz::detail {

/// All entries of distributed vectors on every rank, for operators whose samples are spread over the ranks
/// rather than their unknowns.
template <class S>
class ReplicatedSpace {
 public:
  /// `map` is contiguous, numbered from 0. Collective.
  explicit ReplicatedSpace(MapPtr map);

  const MapPtr& map() const { return map_; }
  /// n × columns on every rank, not initialised.
  MultiVector<S> make(std::size_t columns) const;

  /// Every rank's copy of X. Collective.
  MultiVector<S> gather(const MultiVector<S>& X) const;

  /// Y = Σ over the ranks of their `parts`, which change. Collective.
  void sum(MultiVector<S>& parts, MultiVector<S>& Y) const;

 private:
  MapPtr map_, everywhere_;
  std::shared_ptr<const Tpetra::Import<>> importer_;
};

}  // namespace ritz::detail
