#pragma once

#include <ritz/benchmarks/Judge.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ritz::bench {

/// One solve that a solver is asked for. `problem` lives until the program ends.
struct Task {
  /// Tolerances that make the threshold of the case hold, made stricter by the factor `tightness` ≤ 1.
  Task(const Case& what, std::uint64_t startSeed, double tightening);

  const Case& problem;
  std::uint64_t seed;
  double tightness;
  double threshold;      ///< for ‖B⁻¹A v − θ v‖_B with ‖v‖_B = 1; threshold/‖B‖ of the case
  double pairThreshold;  ///< for ‖A v − θ B v‖₂ with ‖v‖_B = 1; threshold/√‖B‖ of the case
  double relative = 0;   ///< as `threshold`, relative to |θ|, for libraries that know nothing else

  /// `columns` pseudo-random vectors from the seed, the same for all libraries.
  std::vector<double> start(int columns) const;
};

/// What a library's tolerance means. Where B ≠ I, norms translate only roughly: a solver that fails the
/// verdict is asked again with a tenth and a hundredth of the tolerance, and the try that counts is reported,
/// with a note.
enum class Criterion {
  Absolute,  ///< takes one of the thresholds
  Relative  ///< takes Task::relative: threshold/min|λ| first, and if that fails the verdict, threshold/max|λ|
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
