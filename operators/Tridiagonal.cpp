#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/operators/Tridiagonal.hpp>

#include <fmt/format.h>
#include <Kokkos_Core.hpp>

namespace ritz {

namespace {

MapPtr checkedMap(const CommPtr& comm, GlobalIndex n) {
  if (n < 1) throw InvalidOption(fmt::format("Tridiagonal: asked for size {}; give n ≥ 1", n));
  return makeMap(comm, n);
}

template <class S>
void multiply(const MultiVector<S>& X, const MultiVector<S>& halo, LocalIndex below, LocalIndex above,
              MultiVector<S>& Y) {
  using Execution = typename MultiVector<S>::execution_space;
  using Entry = typename MultiVector<S>::impl_scalar_type;
  const auto ghosts = halo.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto x = X.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto y = Y.getLocalViewDevice(Tpetra::Access::OverwriteAll);
  const auto map = X.getMap()->getLocalMap();
  const auto rows = static_cast<LocalIndex>(y.extent(0));
  for (std::size_t j = 0; j < y.extent(1); ++j)
    Kokkos::parallel_for(
        "ritz::Tridiagonal", Kokkos::RangePolicy<Execution, LocalIndex>(0, rows),
        KOKKOS_LAMBDA(LocalIndex i) {
          Entry sum = static_cast<Real<S>>(map.getGlobalElement(i) + 1) * x(i, j);
          if (i > 0)
            sum += x(i - 1, j);
          else if (below > 0)
            sum += ghosts(0, j);
          if (i + 1 < rows)
            sum += x(i + 1, j);
          else if (above > 0)
            sum += ghosts(below, j);
          y(i, j) = sum;
        });
}

}  // namespace

template <class S>
Tridiagonal<S>::Tridiagonal(const CommPtr& comm, GlobalIndex n) : Tridiagonal(checkedMap(comm, n)) {}

template <class S>
Tridiagonal<S>::Tridiagonal(const MapPtr& map) : LinearOperator<S>(map, map), halo_(map, 1) {}

template <class S>
void Tridiagonal<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  multiply<S>(X, halo_.fetch(X), halo_.below(), halo_.above(), Y);
}

RITZ_INSTANTIATE(Tridiagonal)

}  // namespace ritz
