#pragma once

#include <ritz/operators/Types.hpp>

#include <Trilinos_version.h>

/// How a Kokkos reducer takes the values that join() adds: Kokkos 3 hands volatile ones, later releases
/// refuse them.
#if TRILINOS_MAJOR_MINOR_VERSION >= 140000
#define RITZ_JOIN_VOLATILE
#else
#define RITZ_JOIN_VOLATILE volatile
#endif

/// Where the releases of Trilinos differ for us: 13.2 (Debian 12) to 16.1.
namespace ritz {

/// Entries of this rank.
inline LocalIndex localSize(const Map& map) {
#if TRILINOS_MAJOR_MINOR_VERSION >= 140000
  return static_cast<LocalIndex>(map.getLocalNumElements());
#else
  return static_cast<LocalIndex>(map.getNodeNumElements());
#endif
}

}  // namespace ritz
