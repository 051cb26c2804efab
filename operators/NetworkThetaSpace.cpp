#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/NetworkThetaSpace.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <utility>

namespace ritz::detail {

namespace {

using Range = std::pair<std::size_t, std::size_t>;

template <class S>
using HostArray = Kokkos::View<S*, Kokkos::HostSpace>;

MapPtr mapOf(std::size_t mine, const CommPtr& comm) {
  return Teuchos::rcp(new Map(Teuchos::OrdinalTraits<Tpetra::global_size_t>::invalid(), mine, 0, comm));
}

template <class View>
auto entriesOf(const View& column, std::size_t first, std::size_t count) {
  return Kokkos::subview(column, Range(first, first + count), 0);
}

template <class S>
auto entriesOf(const typename Samples<S>::Matrix& row) {
  return Kokkos::View<S*, Device<S>, Kokkos::MemoryTraits<Kokkos::Unmanaged>>(row.data(), row.extent(1));
}

}  // namespace

template <class S>
NetworkThetaSpace<S>::NetworkThetaSpace(const NetworkTheta& chosen, const Samples<S>& samples)
    : chosen_(chosen),
      features_(static_cast<std::size_t>(samples.features())),
      samples_(samples.inputs().extent(1)) {
  const auto& comm = samples.map()->getComm();
  map_ = mapOf((comm->getRank() == 0 ? headSize() : 0) + (chosen_.sampleWeights ? samples_ : 0), comm);
}

template <class S>
typename NetworkThetaSpace<S>::Theta NetworkThetaSpace<S>::initial(double ridge) const {
  Theta theta(map_);
  theta.putScalar(S(1));
  if (chosen_.ridge && isRoot()) theta.replaceLocalValue(0, static_cast<S>(ridge));
  return theta;
}

template <class S>
NetworkThetaParts<S> NetworkThetaSpace<S>::zero() const {
  NetworkThetaParts<S> parts;
  if (chosen_.featureScales) parts.scales = Kokkos::View<S*, Device<S>>("ritz::scales", features_);
  if (chosen_.sampleWeights)
    parts.sampleWeights = typename Samples<S>::Matrix("ritz::sampleWeights", 1, samples_);
  return parts;
}

template <class S>
NetworkThetaParts<S> NetworkThetaSpace<S>::split(const Theta& theta) const {
  auto parts = zero();
  const auto all = theta.getLocalViewDevice(Tpetra::Access::ReadOnly);
  HostArray<S> head("ritz::theta", headSize());
  if (isRoot() && headSize() > 0) Kokkos::deep_copy(head, entriesOf(all, 0, headSize()));
  Teuchos::broadcast(*map_->getComm(), 0, static_cast<int>(headSize()), head.data());
  const std::size_t first = chosen_.ridge ? 1 : 0;
  if (chosen_.ridge) parts.ridge = static_cast<double>(head(0));
  if (chosen_.featureScales)
    Kokkos::deep_copy(parts.scales, Kokkos::subview(head, Range(first, first + features_)));
  if (chosen_.sampleWeights && samples_ > 0)
    Kokkos::deep_copy(entriesOf<S>(parts.sampleWeights), entriesOf(all, isRoot() ? headSize() : 0, samples_));
  return parts;
}

template <class S>
void NetworkThetaSpace<S>::add(double factor, const NetworkThetaParts<S>& parts, Theta& g) const {
  auto sum = Theta(map_);
  HostArray<S> mine("ritz::scales", chosen_.featureScales ? features_ : 0),
      all("ritz::scales", mine.extent(0));
  if (chosen_.featureScales) Kokkos::deep_copy(mine, parts.scales);
  Teuchos::reduceAll(*map_->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(mine.extent(0)), mine.data(),
                     all.data());
  {
    const auto own = sum.getLocalViewDevice(Tpetra::Access::OverwriteAll);
    const std::size_t first = chosen_.ridge ? 1 : 0;
    if (isRoot() && chosen_.ridge) Kokkos::deep_copy(entriesOf(own, 0, 1), static_cast<S>(parts.ridge));
    if (isRoot() && chosen_.featureScales) Kokkos::deep_copy(entriesOf(own, first, features_), all);
    if (chosen_.sampleWeights && samples_ > 0)
      Kokkos::deep_copy(entriesOf(own, isRoot() ? headSize() : 0, samples_),
                        entriesOf<S>(parts.sampleWeights));
  }
  g.update(static_cast<S>(factor), sum, S(1));
}

template class NetworkThetaSpace<double>;
RITZ_INSTANTIATE_FLOAT(NetworkThetaSpace)

}  // namespace ritz::detail
