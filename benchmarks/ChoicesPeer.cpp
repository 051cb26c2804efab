#include <ritz/benchmarks/RitzSolve.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

using namespace ritz;
using namespace ritz::bench;

// Auto beside the methods and sizes that it chooses among, each named and fixed.

namespace {

/// `tenths`/10 times k vectors, with room for the pairs and a few more.
int basisOf(const Case& problem, int tenths) { return std::max(problem.k * tenths / 10, problem.k + 10); }

std::string timesK(int tenths) { return fmt::format("{:g}k", tenths / 10.0); }

void addLanczos(std::vector<Solver>& result) {
  for (const int tenths : {20, 30, 40, 60})
    result.push_back(entry(
        "lanczos-" + timesK(tenths),
        [tenths](const Case& c) { return Lanczos{std::max(basisOf(c, tenths), tenths)}; }, timesK(tenths)));
  for (const int block : {2, 4, 8})
    result.push_back(entry(
        fmt::format("lanczos-block-{}", block),
        [block](const Case&) {
          return Lanczos{0, 0, block};
        },
        "3k"));
}

void addFiltered(std::vector<Solver>& result) {
  for (const int tenths : {20, 30, 50})
    for (const int degree : {7, 11, 15, 21, 31, 45})
      result.push_back(entry(
          fmt::format("filter-{}-{}", degree, timesK(tenths)),
          [degree, tenths](const Case& c) {
            return Lanczos{std::max(basisOf(c, tenths), tenths), degree};
          },
          timesK(tenths)));
}

std::vector<Solver> solvers() {
  std::vector<Solver> result;
  addLanczos(result);
  addFiltered(result);
  result.push_back(entry(
      "krylov-schur", [](const Case&) { return KrylovSchur{}; }, "3k"));
  result.push_back(entry(
      "davidson", [](const Case&) { return Davidson{}; }, "8k"));
  result.push_back(entry(
      "lobpcg", [](const Case&) { return Lobpcg{}; }, "9 blocks"));
  result.push_back(entry(
      "auto", [](const Case&) { return Auto{}; }, "its own"));
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  Runtime runtime(&argc, &argv);
  return benchmark(argc, argv, "choices", buildInfo().version, solvers());
}
