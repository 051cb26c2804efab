#include <ritz/operators/Compat.hpp>
#include <ritz/operators/Halo.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <Teuchos_Array.hpp>
#include <Teuchos_OrdinalTraits.hpp>

#include <algorithm>

namespace ritz::detail {

template <class S>
Halo<S>::Halo(const MapPtr& map, GlobalIndex width) {
  Teuchos::Array<GlobalIndex> indices;
  if (localSize(*map) > 0) {
    const GlobalIndex first = map->getMinGlobalIndex(), end = map->getMaxGlobalIndex() + 1;
    const GlobalIndex from = std::max<GlobalIndex>(0, first - width);
    const GlobalIndex to = std::min(static_cast<GlobalIndex>(map->getGlobalNumElements()), end + width);
    for (GlobalIndex i = from; i < first; ++i) indices.push_back(i);
    for (GlobalIndex i = end; i < to; ++i) indices.push_back(i);
    below_ = static_cast<LocalIndex>(first - from);
    above_ = static_cast<LocalIndex>(to - end);
  }
  const auto any = Teuchos::OrdinalTraits<Tpetra::global_size_t>::invalid();
  map_ = Teuchos::rcp(new Map(any, indices(), 0, map->getComm()));
  if (map->getComm()->getSize() > 1) import_ = Teuchos::rcp(new Tpetra::Import<>(map, map_));
}

template <class S>
const MultiVector<S>& Halo<S>::fetch(const MultiVector<S>& X) const {
  if (!entries_ || entries_->getNumVectors() != X.getNumVectors())
    entries_ = std::make_unique<MultiVector<S>>(map_, X.getNumVectors());
  if (!import_.is_null()) entries_->doImport(X, *import_, Tpetra::INSERT);
  return *entries_;
}

RITZ_INSTANTIATE(Halo)

}  // namespace ritz::detail
