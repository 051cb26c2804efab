#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianStencil.hpp>

#include <fmt/format.h>

#include <cmath>

namespace ritz {

namespace {

MapPtr checkedMap(const CommPtr& comm, const detail::GridSize& size, const std::array<double, 3>& weights) {
  for (const double weight : weights)
    if (!std::isfinite(weight))
      throw InvalidOption(fmt::format("Laplacian3d: asked for the weight {}; give finite ones", weight));
  return detail::makeGridMap(comm, size, "Laplacian3d");
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
      halo_(map, detail::gridReach(size)),
      zeros_("ritz::Laplacian3d zeros", static_cast<std::size_t>(size[0])),
      runs_(detail::planGridRuns(*map, size, halo_.below())) {}

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
