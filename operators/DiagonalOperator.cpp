#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <fmt/format.h>
#include <Kokkos_Core.hpp>
#include <Teuchos_CommHelpers.hpp>

#include <limits>

namespace ritz {

namespace {

template <class S, bool Conjugate>
void multiplyRows(const Tpetra::Vector<S>& diagonal, const MultiVector<S>& X, MultiVector<S>& Y) {
  using Execution = typename MultiVector<S>::execution_space;
  using ATS = Kokkos::ArithTraits<typename MultiVector<S>::impl_scalar_type>;
  const auto d = diagonal.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto x = X.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto y = Y.getLocalViewDevice(Tpetra::Access::OverwriteAll);
  const Kokkos::RangePolicy<Execution, LocalIndex> rows(0, static_cast<LocalIndex>(y.extent(0)));
  for (std::size_t j = 0; j < y.extent(1); ++j)
    Kokkos::parallel_for(
        "ritz::DiagonalOperator", rows,
        KOKKOS_LAMBDA(LocalIndex i) { y(i, j) = (Conjugate ? ATS::conj(d(i, 0)) : d(i, 0)) * x(i, j); });
}

/// r = 1/d; the first local row where that is not finite, or the largest LocalIndex.
template <class S>
LocalIndex invertRows(const Tpetra::Vector<S>& diagonal, Tpetra::Vector<S>& reciprocals) {
  using Execution = typename MultiVector<S>::execution_space;
  using ATS = Kokkos::ArithTraits<typename MultiVector<S>::impl_scalar_type>;
  const auto d = diagonal.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto r = reciprocals.getLocalViewDevice(Tpetra::Access::OverwriteAll);
  LocalIndex bad = std::numeric_limits<LocalIndex>::max();
  Kokkos::parallel_reduce(
      "ritz::DiagonalOperator",
      Kokkos::RangePolicy<Execution, LocalIndex>(0, static_cast<LocalIndex>(d.extent(0))),
      KOKKOS_LAMBDA(LocalIndex i, LocalIndex & lowest) {
        const auto value = ATS::one() / d(i, 0);
        r(i, 0) = value;
        if ((ATS::isNan(value) || ATS::isInf(value)) && i < lowest) lowest = i;
      },
      Kokkos::Min<LocalIndex>(bad));
  return bad;
}

/// The lowest global index over all ranks, where each rank names one of its own or `none`.
GlobalIndex lowest(const Map& map, GlobalIndex mine) {
  GlobalIndex all = 0;
  Teuchos::reduceAll(*map.getComm(), Teuchos::REDUCE_MIN, mine, Teuchos::outArg(all));
  return all;
}

}  // namespace

template <class S>
DiagonalOperator<S>::DiagonalOperator(const Tpetra::Vector<S>& d)
    : LinearOperator<S>(d.getMap(), d.getMap()), diagonal_(d, Teuchos::Copy) {}

template <class S>
void DiagonalOperator<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  multiplyRows<S, false>(diagonal_, X, Y);
}

template <class S>
void DiagonalOperator<S>::applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  multiplyRows<S, true>(diagonal_, X, Y);
}

template <class S>
std::shared_ptr<const DiagonalOperator<S>> DiagonalOperator<S>::inverse() const {
  const GlobalIndex none = std::numeric_limits<GlobalIndex>::max();
  const Map& map = *diagonal_.getMap();
  Tpetra::Vector<S> reciprocals(diagonal_.getMap(), false);
  const LocalIndex row = invertRows(diagonal_, reciprocals);
  const bool mine = row != std::numeric_limits<LocalIndex>::max();
  const GlobalIndex bad = lowest(map, mine ? map.getGlobalElement(row) : none);
  if (bad != none)
    throw InvalidOption(
        fmt::format("DiagonalOperator: asked for the inverse, but the reciprocal of entry {} is not "
                    "finite; give a diagonal without zeros",
                    bad));
  return std::make_shared<DiagonalOperator<S>>(reciprocals);
}

RITZ_INSTANTIATE(DiagonalOperator)

}  // namespace ritz
