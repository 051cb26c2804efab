#include <ritz/operators/Compat.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianStencil.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace ritz {

namespace {

using detail::GridRun;
using detail::Place;

MapPtr checkedMap(const CommPtr& comm, const std::array<GlobalIndex, 3>& size,
                  const std::array<double, 3>& weights) {
  GlobalIndex n = 1;
  for (std::size_t d = 0; d < 3; ++d) {
    if (size[d] < 1 || n > std::numeric_limits<GlobalIndex>::max() / size[d])
      throw InvalidOption(
          fmt::format("Laplacian3d: asked for a grid of {} × {} × {} points; give sizes ≥ 1 whose "
                      "product fits a global index",
                      size[0], size[1], size[2]));
    if (!std::isfinite(weights[d]))
      throw InvalidOption(fmt::format("Laplacian3d: asked for the weight {}; give finite ones", weights[d]));
    n *= size[d];
  }
  return makeMap(comm, n);
}

}  // namespace

template <class S>
Laplacian3d<S>::Laplacian3d(const CommPtr& comm, Size size, Weights weights)
    : Laplacian3d(checkedMap(comm, size, weights), size, weights) {}

template <class S>
Laplacian3d<S>::Laplacian3d(const MapPtr& map, const Size& size, const Weights& weights)
    : LinearOperator<S>(map, map),
      size_(size),
      weights_(weights),
      halo_(map, size[2] > 1 ? size[0] * size[1] : size[0]),
      zeros_("ritz::Laplacian3d zeros", static_cast<std::size_t>(size[0])) {
  planRuns();
}

template <class S>
Place Laplacian3d<S>::placeOf(GlobalIndex row) const {
  const Map& map = *this->getDomainMap();
  const GlobalIndex first = map.getMinGlobalIndex(), end = map.getMaxGlobalIndex() + 1;
  if (row < first) return {Place::Halo, static_cast<LocalIndex>(row - first) + halo_.below()};
  if (row >= end) return {Place::Halo, static_cast<LocalIndex>(row - end) + halo_.below()};
  return {Place::Own, static_cast<LocalIndex>(row - first)};
}

/// The longest run that begins with `row`: it ends with the line, and where a neighbour leaves or enters this
/// rank.
template <class S>
GridRun Laplacian3d<S>::runFrom(GlobalIndex row) const {
  const Map& map = *this->getDomainMap();
  const GlobalIndex first = map.getMinGlobalIndex(), end = map.getMaxGlobalIndex() + 1;
  const GlobalIndex line = size_[0], plane = size_[0] * size_[1];
  const GlobalIndex x = row % line, y = row / line % size_[1], z = row / plane;
  GlobalIndex stop = std::min(end, row - x + line);
  for (const GlobalIndex offset : {-plane, -line, line, plane})
    for (const GlobalIndex border : {first, end})
      if (border - offset > row) stop = std::min(stop, border - offset);

  const auto place = [this](bool inside, GlobalIndex at) {
    return inside ? placeOf(at) : Place{Place::Zeros, 0};
  };
  GridRun run;
  run.start = static_cast<LocalIndex>(row - first);
  run.length = static_cast<LocalIndex>(stop - row);
  run.left = place(x > 0, row - 1);
  run.right = place(stop - row + x < line, stop);
  run.down = place(y > 0, row - line);
  run.up = place(y + 1 < size_[1], row + line);
  run.back = place(z > 0, row - plane);
  run.front = place(z + 1 < size_[2], row + plane);
  return run;
}

template <class S>
void Laplacian3d<S>::planRuns() {
  const Map& map = *this->getDomainMap();
  std::vector<GridRun> runs;
  if (localSize(map) > 0)
    for (GlobalIndex row = map.getMinGlobalIndex(); row <= map.getMaxGlobalIndex(); row += runs.back().length)
      runs.push_back(runFrom(row));
  const Kokkos::View<const GridRun*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged> planned(runs.data(),
                                                                                         runs.size());
  runs_ = decltype(runs_)(Kokkos::ViewAllocateWithoutInitializing("ritz::Laplacian3d runs"), runs.size());
  Kokkos::deep_copy(runs_, planned);
}

template <class S>
void Laplacian3d<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  const auto ghosts = halo_.fetch(X).getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto x = X.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto y = Y.getLocalViewDevice(Tpetra::Access::OverwriteAll);
  const auto wx = static_cast<Real<S>>(weights_[0]), wy = static_cast<Real<S>>(weights_[1]),
             wz = static_cast<Real<S>>(weights_[2]);
  for (std::size_t j = 0; j < y.extent(1); ++j) {
    using Entry = typename MultiVector<S>::impl_scalar_type;
    const detail::LaplacianStencil<Entry, Real<S>> stencil{
        {zeros_.data(), x.data() + j * x.stride(1), ghosts.data() + j * ghosts.stride(1)},
        y.data() + j * y.stride(1),
        2 * (wx + wy + wz),
        wx,
        wy,
        wz};
    detail::applyStencil(stencil, runs_);
  }
}

template <class S>
Tpetra::Vector<S> Laplacian3d<S>::diagonal() const {
  Tpetra::Vector<S> result(this->getDomainMap(), false);
  result.putScalar(S(static_cast<Real<S>>(2.0 * (weights_[0] + weights_[1] + weights_[2]))));
  return result;
}

RITZ_INSTANTIATE(Laplacian3d)

}  // namespace ritz
