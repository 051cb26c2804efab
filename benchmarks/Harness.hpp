#pragma once

#include <ritz/benchmarks/Judge.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ritz::bench {

/// One solve that a solver is asked for. `problem` lives until the program ends.
struct Task {
  const Case& problem;
  std::uint64_t seed;
  /// What makes the case's threshold hold, ‖v‖_B = 1: a bound on ‖B⁻¹A v − θ v‖_B, that is threshold/‖B‖,
  double threshold;
  /// or one on ‖A v − θ B v‖₂, threshold/√‖B‖. All are the same where B = I.
  double pairThreshold;
  /// Relative to |θ|, for the libraries that know nothing else, see Solver::criterion.
  double relative;

  /// `columns` pseudo-random vectors from the seed, the same for all libraries.
  std::vector<double> start(int columns) const;
};

/// What a library's tolerance means.
enum class Criterion {
  Absolute,  ///< takes Task::threshold
  Relative   ///< takes Task::relative: tried at threshold/min|λ| first, and if that fails the verdict at
             ///< threshold/max|λ|; only the try that counts is reported
};

/// A method with its settings, under the name that the tables show.
struct Solver {
  std::string name;
  std::function<Answer(const Task&)> solve;
  Criterion criterion = Criterion::Absolute;
  bool takesMass = true;         ///< skipped where B ≠ I otherwise
  std::string memory = "basis";  ///< vectors that it keeps, as text for the table
};

/// The program of one library: parses --case, --seeds, --solvers, --data, --list; prints one JSON object for
/// each line: bandwidth and version first, then each solve.
int benchmark(int argc, char** argv, const std::string& library, const std::string& version,
              const std::vector<Solver>& solvers);

}  // namespace ritz::bench
