#include <ritz/benchmarks/RitzSolve.hpp>
#include <ritz/operators/Runtime.hpp>

#include <vector>

using namespace ritz;
using namespace ritz::bench;

namespace {

/// To add a method of ritz::Method, add a line.
std::vector<Solver> solvers() {
  return {
      entry(
          "auto", [](const Case&) { return Auto{}; }, "its own"),
      entry(
          "lanczos", [](const Case& c) { return Lanczos{c.basis}; }, "basis"),
      entry(
          "lanczos-filtered",
          [](const Case& c) {
            return Lanczos{c.basis, -1};
          },
          "basis"),
      entry(
          "krylov-schur",
          [](const Case& c) {
            return KrylovSchur{c.basis, 1};
          },
          "basis"),
      entry(
          "lobpcg", [](const Case&) { return Lobpcg{}; }, "9 blocks"),
      entry(
          "davidson", [](const Case& c) { return Davidson{c.basis}; }, "2 basis"),
  };
}

}  // namespace

int main(int argc, char** argv) {
  Runtime runtime(&argc, &argv);
  return benchmark(argc, argv, "ritz", buildInfo().version, solvers());
}
