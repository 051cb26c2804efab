#pragma once

#include "Problems.hpp"

#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/solvers/SolveRun.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

/// What the tests of SolveRun solve.
namespace ritz::test {

using Problem = EigenProblem<double>;

constexpr std::array<GlobalIndex, 3> Grid{7, 6, 5};

inline Problem laplacian() {
  return {std::make_shared<Laplacian3d<double>>(worldComm(), Grid, std::array<double, 3>{1.0, 1.3, 1.7})};
}

/// Eigenvalues 1, 2, …, 200, B of condition 3.
inline Problem generalised() {
  const auto map = makeMap(200);
  const auto mass = [](GlobalIndex g) { return 1.0 + real(g % 3); };
  return {rotatedOperator(map, [mass](GlobalIndex g) { return (real(g) + 1.0) * mass(g); }),
          rotatedOperator(map, mass)};
}

inline EigenOptions asking(const Method& method, int numPairs, const Which& which = Largest{}) {
  EigenOptions options;
  options.method = method;
  options.numPairs = numPairs;
  options.which = which;
  return options;
}

inline SolveOutcome<double> solve(const Problem& problem, const EigenOptions& options,
                                  const Start<double>& start = {}, Monitor* monitor = nullptr) {
  SolveRun<double> run(problem, options, start, monitor);
  return run.solve();
}

inline double largestDifference(const std::vector<double>& x, const std::vector<double>& y) {
  double largest = x.size() == y.size() ? 0 : 1e300;
  for (std::size_t j = 0; j < std::min(x.size(), y.size()); ++j)
    largest = std::max(largest, std::abs(x[j] - y[j]));
  return largest;
}

/// ‖U‖ of the iterative method's pairs is of order 1 in the scaled pencil; n terms, a few hundred operations
/// each.
constexpr double Rounding = 1e-11;

struct Recorder : Monitor {
  bool onProgress(const Progress& progress) override {
    last = progress;
    ++calls;
    return calls < stopAt;
  }
  Progress last;
  long calls = 0, stopAt = 1'000'000;
};

}  // namespace ritz::test
