#include <ritz/operators/Compat.hpp>
#include <ritz/solvers/MemoryBudget.hpp>

#include <Kokkos_Core.hpp>
#include <Teuchos_CommHelpers.hpp>
#include <Teuchos_DefaultMpiComm.hpp>

#include <mpi.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>

namespace ritz {

namespace {

/// The number that a file holds; nothing (< 0) where there is none, as in "max".
double numberIn(const char* path) {
  std::ifstream file(path);
  double value = -1;
  return file >> value ? value : -1;
}

#ifndef KOKKOS_ENABLE_CUDA
/// In bytes; < 0 where the system does not say.
double availableBySystem() {
  std::ifstream file("/proc/meminfo");
  constexpr double Kilobyte = 1024;
  for (std::string name, unit; file >> name;) {
    double value = 0;
    if (!(file >> value)) break;
    if (name == "MemAvailable:") return value * Kilobyte;
    std::getline(file, unit);
  }
#ifdef _SC_AVPHYS_PAGES
  return static_cast<double>(sysconf(_SC_AVPHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
#else
  return -1;
#endif
}

/// Of the limit of a control group, if there is one; files that could be dropped are not in use.
double leftInContainer() {
  const double limit = numberIn("/sys/fs/cgroup/memory.max"),
               used = numberIn("/sys/fs/cgroup/memory.current");
  if (!(limit > 0 && used >= 0)) return std::numeric_limits<double>::infinity();
  std::ifstream file("/sys/fs/cgroup/memory.stat");
  double droppable = 0;
  for (std::string name; file >> name >> droppable;)
    if (name == "inactive_file") return std::max(limit - used + droppable, 0.0);
  return std::max(limit - used, 0.0);
}
#endif

int ranksOfMachine(const Teuchos::Comm<int>& comm) {
  const auto* mpi = dynamic_cast<const Teuchos::MpiComm<int>*>(&comm);
  if (!mpi) return 1;
  MPI_Comm machine = MPI_COMM_NULL;
  MPI_Comm_split_type(*mpi->getRawMpiComm(), MPI_COMM_TYPE_SHARED, comm.getRank(), MPI_INFO_NULL, &machine);
  int ranks = 1;
  MPI_Comm_size(machine, &ranks);
  MPI_Comm_free(&machine);
  return ranks;
}

}  // namespace

#ifdef KOKKOS_ENABLE_CUDA
double freeMemory() {
  std::size_t free = 0, total = 0;
  return cudaMemGetInfo(&free, &total) == cudaSuccess ? static_cast<double>(free) : 0.0;
}
#else
double freeMemory() { return std::max(std::min(availableBySystem(), leftInContainer()), 0.0); }
#endif

double bytesOfVector(const Map& map, std::size_t entryBytes) {
  const double here = static_cast<double>(localSize(map)) * static_cast<double>(entryBytes);
  double most = here;
  Teuchos::reduceAll(*map.getComm(), Teuchos::REDUCE_MAX, 1, &here, &most);
  return most;
}

long long affordableVectors(const Map& map, std::size_t entryBytes, double asked) {
  constexpr double Share = 0.5, Most = 1e12;
  const Teuchos::Comm<int>& comm = *map.getComm();
  const int ranks = ranksOfMachine(comm);
  const double bytes = asked > 0 ? asked : Share * freeMemory() / ranks;
  const double vector = static_cast<double>(localSize(map)) * static_cast<double>(entryBytes);
  const double here = bytes > 0 && vector > 0 ? std::min(bytes / vector, Most) : Most;
  double fewest = here;
  Teuchos::reduceAll(comm, Teuchos::REDUCE_MIN, 1, &here, &fewest);
  return static_cast<long long>(fewest);
}

}  // namespace ritz
