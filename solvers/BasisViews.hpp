#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <Kokkos_Core.hpp>

#include <type_traits>
#include <utility>
#include <vector>

/// What the kernels of BasisKernels.hpp work on.
namespace ritz::detail {

template <class S>
using Entry = typename MultiVector<S>::impl_scalar_type;
template <class S>
using ReadView = std::decay_t<decltype(std::declval<const MultiVector<S>&>().getLocalViewDevice(
    Tpetra::Access::ReadOnly))>;
template <class S>
using WriteView =
    std::decay_t<decltype(std::declval<MultiVector<S>&>().getLocalViewDevice(Tpetra::Access::ReadWrite))>;
template <class S>
using SmallView = Kokkos::View<Entry<S>**, Kokkos::LayoutLeft, typename MultiVector<S>::device_type>;

/// factor·C, columns first.
template <class S>
std::vector<Entry<S>> scaledColumns(S factor, const Dense<S>& C) {
  std::vector<Entry<S>> entries;
  entries.reserve(static_cast<std::size_t>(C.rows()) * C.cols());
  for (int j = 0; j < C.cols(); ++j)
    for (int i = 0; i < C.rows(); ++i) entries.push_back(factor * C(i, j));
  return entries;
}

/// The same where the vectors live.
template <class S>
SmallView<S> toDevice(S factor, const Dense<S>& C) {
  const std::vector<Entry<S>> entries = scaledColumns(factor, C);
  const auto rows = static_cast<std::size_t>(C.rows()), columns = static_cast<std::size_t>(C.cols());
  const SmallView<S> device(Kokkos::ViewAllocateWithoutInitializing("ritz::small"), rows, columns);
  Kokkos::deep_copy(
      device, Kokkos::View<const Entry<S>**, Kokkos::LayoutLeft, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>(
                  entries.data(), rows, columns));
  return device;
}

}  // namespace ritz::detail
