#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/Runtime.hpp>

#include <Trilinos_version.h>
#include <fmt/format.h>
#include <Kokkos_Core.hpp>
#include <Tpetra_Core.hpp>

#include <cstdlib>

#ifdef KOKKOS_ENABLE_CUDA
#include <cuda_runtime_api.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace ritz {

namespace {

/// Kokkos would end the program.
void requireDevice() {
#ifdef KOKKOS_ENABLE_CUDA
  int devices = 0;
  const cudaError_t error = cudaGetDeviceCount(&devices);
  if (error == cudaSuccess && devices > 0) return;
  throw NotSupported(
      fmt::format("this build is for NVIDIA GPUs, and none can be used here ({}); run it where there is one, "
                  "or use a build "
                  "for the processor (presets default and openmp)",
                  error == cudaSuccess ? "no device found" : cudaGetErrorString(error)));
#endif
}

/// glibc asks the system for large arrays one by one and hands them back when they are freed: a page fault
/// for every 4 KB of every temporary vector, a fifth of the time of a short solve. Vectors below 32 MB (glibc
/// takes no higher threshold) come from the heap instead, which keeps what was freed. What the environment
/// says goes before.
void keepFreedMemory() {
#ifdef __GLIBC__
  constexpr int Largest = 32 << 20;
  if (std::getenv("MALLOC_MMAP_THRESHOLD_") || std::getenv("MALLOC_TRIM_THRESHOLD_")) return;
  mallopt(M_MMAP_THRESHOLD, Largest);
  mallopt(M_TRIM_THRESHOLD, 16 * Largest);
#endif
}

}  // namespace

Runtime::Runtime(int* argc, char*** argv) {
  if (Tpetra::isInitialized()) return;
  requireDevice();
  keepFreedMemory();
  scope_ = std::make_unique<Tpetra::ScopeGuard>(argc, argv);
}

Runtime::~Runtime() = default;

CommPtr worldComm() { return Tpetra::getDefaultComm(); }

MapPtr makeMap(const CommPtr& comm, GlobalIndex n) {
  if (n < 0) throw InvalidOption(fmt::format("makeMap: asked for a space of {} entries; give n ≥ 0", n));
  return Teuchos::rcp(new Map(static_cast<Tpetra::global_size_t>(n), 0, comm));
}

MapPtr makeMap(GlobalIndex n) { return makeMap(worldComm(), n); }

BuildInfo buildInfo() {
  BuildInfo info;
  info.version = RITZ_VERSION;
  info.trilinosVersion = TRILINOS_VERSION_STRING;
  info.backend = Map::node_type::execution_space::name();
  info.scalars = "double";
#ifdef HAVE_TPETRA_INST_FLOAT
  info.scalars += ",float";
#endif
#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE
  info.scalars += ",complex";
#endif
  if (Kokkos::is_initialized()) info.threads = Map::node_type::execution_space().concurrency();
  return info;
}

}  // namespace ritz
