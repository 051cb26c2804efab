#include <ritz/operators/Compat.hpp>
#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/RegionalLaplacian.hpp>
#include <ritz/operators/RegionalStencil.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ritz {

namespace {

MapPtr checkedMap(const CommPtr& comm, const detail::GridSize& size, int regions,
                  const std::array<double, 3>& weights) {
  if (regions < 1)
    throw InvalidOption(fmt::format("RegionalLaplacian: asked for {} regions; give one at least", regions));
  for (const double weight : weights)
    if (!std::isfinite(weight))
      throw InvalidOption(
          fmt::format("RegionalLaplacian: asked for the weight {}; give finite ones", weight));
  return detail::makeGridMap(comm, size, "RegionalLaplacian");
}

/// The region of each of this rank's rows. Every rank throws if one has a point in no region.
std::vector<int> regionsOfRows(const Map& map, const detail::GridSize& size, int regions,
                               const std::function<int(GlobalIndex, GlobalIndex, GlobalIndex)>& regionOf) {
  std::vector<int> found(static_cast<std::size_t>(localSize(map)));
  std::array<int, 2> mine{0, 0}, all{0, 0};  // how far below and above the range
  for (std::size_t i = 0; i < found.size(); ++i) {
    const GlobalIndex row = map.getGlobalElement(static_cast<LocalIndex>(i));
    found[i] = regionOf(row % size[0], row / size[0] % size[1], row / (size[0] * size[1]));
    mine = {std::max(mine[0], -found[i]), std::max(mine[1], found[i] - regions + 1)};
  }
  Teuchos::reduceAll(*map.getComm(), Teuchos::REDUCE_MAX, 2, mine.data(), all.data());
  if (all[0] > 0 || all[1] > 0)
    throw InvalidOption(fmt::format("RegionalLaplacian: asked for a point in region {}; there are 0 … {}",
                                    all[0] > 0 ? -all[0] : regions - 1 + all[1], regions - 1));
  return found;
}

/// field_i = θ of i's region, for the rows of one region.
template <class R, class Rows, class Field>
void fillRegion(const Rows& rows, LocalIndex begin, LocalIndex end, R theta, const Field& field) {
  using Execution = typename Rows::execution_space;
  Kokkos::parallel_for(
      "ritz::RegionalLaplacian", Kokkos::RangePolicy<Execution, LocalIndex>(begin, end),
      KOKKOS_LAMBDA(LocalIndex i) { field(rows(i), 0) = theta; });
}

template <class R, class Rows, class Density>
R sumRegion(const Rows& rows, LocalIndex begin, LocalIndex end, const Density& density) {
  using Execution = typename Rows::execution_space;
  R total = 0;
  Kokkos::parallel_reduce(
      "ritz::RegionalLaplacian", Kokkos::RangePolicy<Execution, LocalIndex>(begin, end),
      KOKKOS_LAMBDA(LocalIndex i, R & sum) { sum += density(rows(i)); }, total);
  return total;
}

template <class View, class Ghosts, class Zeros>
auto columnOf(const Zeros& zeros, const View& own, const Ghosts& ghosts, std::size_t j) {
  using Entry = typename View::non_const_value_type;
  return detail::GridColumn<Entry>{{reinterpret_cast<const Entry*>(zeros.data()),
                                    own.data() + j * own.stride(1), ghosts.data() + j * ghosts.stride(1)}};
}

}  // namespace

template <class S>
RegionalLaplacian<S>::RegionalLaplacian(const CommPtr& comm, Size size, int regions, const RegionOf& regionOf,
                                        Weights weights)
    : RegionalLaplacian(checkedMap(comm, size, regions, weights), size, regions, regionOf, weights) {}

template <class S>
RegionalLaplacian<S>::RegionalLaplacian(const MapPtr& map, const Size& size, int regions,
                                        const RegionOf& regionOf, const Weights& weights)
    : ParametricOperator<S>(map, map),
      size_(size),
      weights_(weights),
      parameters_(makeMap(map->getComm(), regions)),
      halo_(map, detail::gridReach(size)),
      fieldHalo_(map, detail::gridReach(size)),
      zeros_("ritz::RegionalLaplacian zeros", static_cast<std::size_t>(size[0])),
      runs_(detail::planGridRuns(*map, size, halo_.below())),
      begins_(static_cast<std::size_t>(regions) + 1, 0) {
  sortRows(regionOf);
  field_ = std::make_unique<Field>(fieldOf(this->parameters()));
}

template <class S>
void RegionalLaplacian<S>::sortRows(const RegionOf& regionOf) {
  const std::vector<int> regions =
      regionsOfRows(*this->getDomainMap(), size_, static_cast<int>(begins_.size()) - 1, regionOf);
  std::vector<LocalIndex> rows(regions.size());
  std::iota(rows.begin(), rows.end(), 0);
  std::stable_sort(rows.begin(), rows.end(), [&](LocalIndex i, LocalIndex j) {
    return regions[static_cast<std::size_t>(i)] < regions[static_cast<std::size_t>(j)];
  });
  for (const int region : regions) ++begins_[static_cast<std::size_t>(region) + 1];
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  const Kokkos::View<const LocalIndex*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged> planned(rows.data(),
                                                                                            rows.size());
  rows_ =
      decltype(rows_)(Kokkos::ViewAllocateWithoutInitializing("ritz::RegionalLaplacian rows"), rows.size());
  Kokkos::deep_copy(rows_, planned);
}

template <class S>
typename RegionalLaplacian<S>::Field RegionalLaplacian<S>::fieldOf(const Theta& theta) const {
  detail::requireSameMap(*theta.getMap(), *parameters_.map(), "RegionalLaplacian", "the parameter vector");
  const MultiVector<Real<S>> everywhere = parameters_.gather(theta);
  const auto values = everywhere.getData(0);
  MultiVector<Real<S>> own(this->getDomainMap(), 1);
  {
    const auto field = own.getLocalViewDevice(Tpetra::Access::ReadWrite);
    for (std::size_t r = 0; r + 1 < begins_.size(); ++r)
      fillRegion(rows_, begins_[r], begins_[r + 1], values[static_cast<Teuchos_Ordinal>(r)], field);
  }
  MultiVector<Real<S>> halo(fieldHalo_.fetch(own), Teuchos::Copy);
  return {std::move(own), std::move(halo)};
}

template <class S>
void RegionalLaplacian<S>::onParametersChanged() {
  *field_ = fieldOf(this->parameters());
}

template <class S>
void RegionalLaplacian<S>::applyWith(const Field& field, const MultiVector<S>& X, MultiVector<S>& Y) const {
  using Entry = typename MultiVector<S>::impl_scalar_type;
  const auto ghosts = halo_.fetch(X).getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto x = X.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto y = Y.getLocalViewDevice(Tpetra::Access::OverwriteAll);
  const auto own = field.own.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto halo = field.halo.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto theta = columnOf(zeros_, own, halo, 0);
  for (std::size_t j = 0; j < y.extent(1); ++j)
    detail::applyStencil(
        detail::RegionalStencil<Entry, Real<S>>{columnOf(zeros_, x, ghosts, j), theta,
                                                y.data() + j * y.stride(1), static_cast<Real<S>>(weights_[0]),
                                                static_cast<Real<S>>(weights_[1]),
                                                static_cast<Real<S>>(weights_[2])},
        runs_);
}

template <class S>
void RegionalLaplacian<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  applyWith(*field_, X, Y);
}

template <class S>
void RegionalLaplacian<S>::applyDerivative(const Theta& p, const MultiVector<S>& X, MultiVector<S>& Y) const {
  detail::requireSameMap(*X.getMap(), *this->getDomainMap(), "RegionalLaplacian", "X");
  applyWith(fieldOf(p), X, Y);
}

/// The share of each row in Re⟨w, A v⟩.
template <class S>
void RegionalLaplacian<S>::addEnergy(const MultiVector<S>& w, const MultiVector<S>& v,
                                     Real<S>* density) const {
  using Entry = typename MultiVector<S>::impl_scalar_type;
  const MultiVector<S> besideW(halo_.fetch(w), Teuchos::Copy);
  const MultiVector<S>& besideV = halo_.fetch(v);
  const auto column = [this](const MultiVector<S>& own, const MultiVector<S>& beside) {
    return columnOf(zeros_, own.getLocalViewDevice(Tpetra::Access::ReadOnly),
                    beside.getLocalViewDevice(Tpetra::Access::ReadOnly), 0);
  };
  const detail::RegionalEnergy<Entry, Real<S>> energy{column(w, besideW),
                                                      column(v, besideV),
                                                      density,
                                                      static_cast<Real<S>>(weights_[0]),
                                                      static_cast<Real<S>>(weights_[1]),
                                                      static_cast<Real<S>>(weights_[2])};
  detail::applyStencil(energy, runs_);
}

template <class S>
void RegionalLaplacian<S>::accumulateGradient(Real<S> c, const MultiVector<S>& W, const MultiVector<S>& V,
                                              Theta& g) const {
  detail::requireSameMap(*g.getMap(), *parameters_.map(), "RegionalLaplacian", "the gradient");
  detail::requireSameMap(*W.getMap(), *this->getRangeMap(), "RegionalLaplacian", "W");
  detail::requireSameMap(*V.getMap(), *this->getDomainMap(), "RegionalLaplacian", "V");
  if (W.getNumVectors() != V.getNumVectors())
    throw SpaceMismatch(fmt::format(
        "RegionalLaplacian: asked for a gradient with {} columns of W and {} of V; they must agree",
        W.getNumVectors(), V.getNumVectors()));
  const Kokkos::View<Real<S>*, Device> density("ritz::RegionalLaplacian density",
                                               static_cast<std::size_t>(localSize(*W.getMap())));
  for (std::size_t j = 0; j < W.getNumVectors(); ++j)
    addEnergy(*W.getVector(j), *V.getVector(j), density.data());
  std::vector<Real<S>> mine(begins_.size() - 1), all(mine.size());
  for (std::size_t r = 0; r < mine.size(); ++r)
    mine[r] = sumRegion<Real<S>>(rows_, begins_[r], begins_[r + 1], density);
  Teuchos::reduceAll(*W.getMap()->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(mine.size()), mine.data(),
                     all.data());
  const auto entries = g.getDataNonConst(0);
  for (LocalIndex i = 0; i < localSize(*parameters_.map()); ++i)
    entries[i] += c * all[static_cast<std::size_t>(parameters_.map()->getGlobalElement(i))];
}

template <class S>
void RegionalLaplacian<S>::accumulateSecond(Real<S>, const Theta&, const MultiVector<S>&,
                                            const MultiVector<S>&, Theta&) const {}

RITZ_INSTANTIATE(RegionalLaplacian)

}  // namespace ritz
