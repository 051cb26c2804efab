#include <ritz/operators/Compat.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/ReplicatedSpace.hpp>

#include <Kokkos_Core.hpp>
#include <Tpetra_Import.hpp>

#include <utility>

namespace ritz::detail {

template <class S>
ReplicatedSpace<S>::ReplicatedSpace(MapPtr map)
    : map_(std::move(map)),
      everywhere_(
          Teuchos::rcp(new Map(map_->getGlobalNumElements(), 0, map_->getComm(), Tpetra::LocallyReplicated))),
      importer_(std::make_shared<Tpetra::Import<>>(map_, everywhere_)) {}

template <class S>
MultiVector<S> ReplicatedSpace<S>::make(std::size_t columns) const {
  return MultiVector<S>(everywhere_, columns, false);
}

template <class S>
MultiVector<S> ReplicatedSpace<S>::gather(const MultiVector<S>& X) const {
  auto all = make(X.getNumVectors());
  all.doImport(X, *importer_, Tpetra::INSERT);
  return all;
}

template <class S>
void ReplicatedSpace<S>::sum(MultiVector<S>& parts, MultiVector<S>& Y) const {
  parts.reduce();
  const auto mine = static_cast<std::size_t>(localSize(*map_));
  if (mine == 0) return;
  const auto first = static_cast<std::size_t>(map_->getMinGlobalIndex());
  const auto all = parts.getLocalViewDevice(Tpetra::Access::ReadOnly);
  for (std::size_t j = 0; j < Y.getNumVectors(); ++j) {  // Y may be any view
    const auto column = Y.getVectorNonConst(j);
    const auto own = column->getLocalViewDevice(Tpetra::Access::OverwriteAll);
    Kokkos::deep_copy(Kokkos::subview(own, Kokkos::ALL, 0),
                      Kokkos::subview(all, std::make_pair(first, first + mine), j));
  }
}

template class ReplicatedSpace<double>;
RITZ_INSTANTIATE_FLOAT(ReplicatedSpace)

}  // namespace ritz::detail
