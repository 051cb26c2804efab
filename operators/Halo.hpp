#pragma once

#include <ritz/operators/Types.hpp>

#include <Tpetra_Import.hpp>

namespace ritz::detail {

/// The entries next to this rank's piece of a map in contiguous pieces, fetched from the ranks that own them:
/// `width` of them before the piece and as many after it, fewer at the ends of the numbering.
template <class S>
class Halo {
 public:
  /// Collective.
  Halo(const MapPtr& map, GlobalIndex width);

  LocalIndex below() const { return below_; }  ///< entries fetched that lie before the piece
  LocalIndex above() const { return above_; }  ///< and after it

  /// The halo of X's columns: row i < below() is the global index first − below() + i, the rest follow the
  /// piece. Valid until the next call. Collective.
  const MultiVector<S>& fetch(const MultiVector<S>& X) const;

 private:
  LocalIndex below_ = 0, above_ = 0;
  MapPtr map_;
  Teuchos::RCP<const Tpetra::Import<>> import_;  // null on one rank
  mutable std::unique_ptr<MultiVector<S>> entries_;
};

}  // namespace ritz::detail
