#pragma once

#include <ritz/benchmarks/ArrayOperators.hpp>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ritz::bench {

/// The ten values of a Laplacian on a grid that are nearest to σ.
struct InteriorCase {
  static constexpr int NumPairs = 10;
  static constexpr double Tolerance = 1e-8;  ///< of ‖A‖

  std::size_t size = 0;  ///< of an edge of the grid
  double sigma = 0.0;
  std::array<double, 3> weights{};
  double norm = 0.0;
  std::vector<double> exact;  ///< nearest first, with all copies of the last
  double half = 0.0;          ///< [σ ± half] holds just these and ends in the middle of gaps
  std::shared_ptr<CountedOperator> A;

  /// The residual of A − σ ± d is that of its square over 2d: d of the last value counts.
  double foldedTolerance() const;
};

InteriorCase interiorCase(std::size_t size, double sigma, const std::array<double, 3>& weights);

struct InteriorAnswer {
  std::vector<double> values;
  bool isDone = false;
};

/// y = (A − σ)² x; `problem` outlives it.
CountedOperator folded(const InteriorCase& problem);

/// Of the ten values those that are within 1e-6·‖A‖ of none that was found and not taken yet.
int missing(const InteriorCase& problem, std::vector<double> found, bool isFolded);

/// Solvers by name; they stop after about so many seconds where they can.
using InteriorSolvers = std::map<std::string, std::function<InteriorAnswer(const InteriorCase&, double)>>;
InteriorSolvers interiorRitz();
InteriorSolvers interiorSlepc();

}  // namespace ritz::bench
