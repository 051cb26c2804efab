#pragma once

#include <ritz/operators/Types.hpp>

#include <memory>
#include <string>

namespace Tpetra {
class ScopeGuard;
}

namespace ritz {

/// MPI and Kokkos for the lifetime of the object; put it first in main. What others initialised before is
/// used and left alone. Every distributed object must be gone before it. Throws NotSupported, on this rank,
/// if the build is for GPUs and the machine has none. What vectors free, glibc keeps for the next ones.
class Runtime {
 public:
  Runtime(int* argc, char*** argv);
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

 private:
  std::unique_ptr<Tpetra::ScopeGuard> scope_;
};

/// All ranks of the program (MPI_COMM_WORLD). Needs a living Runtime.
CommPtr worldComm();

/// n entries, numbered from 0, in contiguous pieces of nearly equal size over the ranks of `comm`.
/// Collective. Throws InvalidOption if n < 0.
MapPtr makeMap(const CommPtr& comm, GlobalIndex n);

/// The same over all ranks of the program.
MapPtr makeMap(GlobalIndex n);

/// What the library was built on.
struct BuildInfo {
  std::string version;          ///< Ritz, as in CHANGELOG.md
  std::string trilinosVersion;  ///< as Trilinos writes it
  std::string backend;          ///< Kokkos execution space: Serial, OpenMP, Cuda
  std::string scalars;          ///< comma-separated: double, float, complex
  int threads = 1;              ///< threads per rank of the back end; needs a living Runtime
};
BuildInfo buildInfo();

}  // namespace ritz
