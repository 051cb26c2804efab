#pragma once

#include <Kokkos_Core.hpp>

namespace ritz::detail {

/// True where kernels run on the host's cores, false on a GPU: the one place where the two part ways.
template <class Execution>
inline constexpr bool RunsOnHost = Kokkos::SpaceAccessibility<Execution, Kokkos::HostSpace>::accessible;

/// Teams of kernels made for GPUs: the lanes of a warp read consecutive rows. On the host, where only tests
/// run those kernels, a team is one thread.
template <class Execution>
struct TeamShape {
  static constexpr int Threads = RunsOnHost<Execution> ? 1 : 8;
  static constexpr int Lanes = RunsOnHost<Execution> ? 1 : 32;
};

}  // namespace ritz::detail
