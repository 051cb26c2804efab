// How fast the kernels of a Krylov step run on the threads and ranks of this process, beside the bandwidth of
// the memory on the same ones. benchmarks/scaling.py runs it on one thread, on several, and on several ranks.
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/FilteredMap.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <Teuchos_CommHelpers.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

namespace {

using namespace ritz;
using Json = nlohmann::ordered_json;
using Device = MultiVector<double>::device_type;
using Array = Kokkos::View<double*, Device>;

/// Passes of one kernel over all ranks: each begins together and lasts as long as its slowest rank.
Json timed(const Teuchos::Comm<int>& comm, double bytes, int passes, const std::function<void()>& work) {
  std::vector<double> seconds;
  for (int pass = 0; pass <= passes; ++pass) {
    comm.barrier();
    const auto from = std::chrono::steady_clock::now();
    work();
    Kokkos::fence();
    const double mine = std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
    double slowest = 0;
    Teuchos::reduceAll(comm, Teuchos::REDUCE_MAX, mine, Teuchos::outArg(slowest));
    if (pass > 0) seconds.push_back(slowest);  // the first one warms up
  }
  std::sort(seconds.begin(), seconds.end());
  return {{"bytes", bytes}, {"best", seconds.front()}, {"median", seconds[seconds.size() / 2]}};
}

void triad(const Array& a, const Array& b, const Array& c, double factor) {
  Kokkos::parallel_for(
      "triad", Kokkos::RangePolicy<Array::execution_space, std::size_t>(0, a.extent(0)),
      KOKKOS_LAMBDA(std::size_t i) { a(i) = b(i) + factor * c(i); });
}

/// a = b + s·c with `entries` of each array over all ranks: 24 bytes an entry, as McCalpin counts them.
Json streamTriad(const Teuchos::Comm<int>& comm, double entries, int passes) {
  const auto mine = static_cast<std::size_t>(entries / comm.getSize());
  const Array a("a", mine), b("b", mine), c("c", mine);
  Kokkos::deep_copy(b, 1.0);
  Kokkos::deep_copy(c, 2.0);
  return timed(comm, 24.0 * entries, passes, [&] { triad(a, b, c, 0.5); });
}

/// One product: x read and y written once, 16 bytes a row; neighbours in y and z come out of a cache.
Json laplacian(const CommPtr& comm, GlobalIndex side, int passes) {
  const Laplacian3d<double> A(comm, {side, side, side});
  MultiVector<double> X(A.getDomainMap(), 1), Y(A.getRangeMap(), 1);
  fillHash(X, 0);
  return timed(*comm, 16.0 * static_cast<double>(side * side * side), passes, [&] { A.apply(X, Y); });
}

/// What a step of Lanczos does with `count` basis vectors V and the pair X.
void basisKernels(const CommPtr& comm, GlobalIndex n, int count, int passes, Json& result) {
  const MapPtr map = makeMap(comm, n);
  MultiVector<double> V(map, static_cast<std::size_t>(count)), X(map, 2);
  fillHash(V, 0);
  fillHash(X, 1);
  const Dense<double> C(count, 2, 1e-9);
  const double column = 8.0 * static_cast<double>(n);
  // V and X read once.
  result["project"] = timed(*comm, column * (count + 2), passes, [&] { projectOnBasis(V, count, X, X); });
  // V and X read, X written.
  result["update"] = timed(*comm, column * (count + 4), passes, [&] { addToBlock(-1.0, V, C, X); });
}

/// A step of a filter's recurrence, z = a t + b y − z: three vectors read, one written.
Json recurrence(const CommPtr& comm, GlobalIndex n, int passes) {
  const MapPtr map = makeMap(comm, n);
  MultiVector<double> t(map, 1), y(map, 1), z(map, 1);
  fillHash(t, 0);
  fillHash(y, 1);
  return timed(*comm, 32.0 * static_cast<double>(n), passes, [&] { chebyshevStep(0.5, t, 0.25, y, &z, z); });
}

}  // namespace

int main(int argc, char** argv) {
  Runtime runtime(&argc, &argv);
  CLI::App app("Bandwidth of the memory and of the kernels of a Krylov step, as one line of JSON");
  double triadEntries = 67108864.0;
  int side = 100, count = 30, passes = 20;
  app.add_option("--triad-entries", triadEntries, "Entries of each array of the triad, over all ranks");
  app.add_option("--side", side, "The grid is side³")->check(CLI::PositiveNumber);
  app.add_option("--vectors", count, "Basis vectors")->check(CLI::PositiveNumber);
  app.add_option("--passes", passes, "Passes of each kernel")->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);

  const CommPtr comm = worldComm();
  const BuildInfo info = buildInfo();
  const GlobalIndex n = GlobalIndex(side) * side * side;
  Json result{{"backend", info.backend}, {"ranks", comm->getSize()},
              {"threads", info.threads}, {"side", side},
              {"vectors", count},        {"triadEntries", triadEntries}};
  result["triad"] = streamTriad(*comm, triadEntries, std::max(1, passes / 2));
  result["triad-cache"] = streamTriad(*comm, static_cast<double>(n), 5 * passes);
  result["laplacian"] = laplacian(comm, side, 5 * passes);
  basisKernels(comm, n, count, passes, result);
  result["recurrence"] = recurrence(comm, n, 5 * passes);
  if (comm->getRank() == 0) std::puts(result.dump().c_str());
}
