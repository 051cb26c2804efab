#pragma once

#include <ritz/solvers/DensityEstimate.hpp>

#include <string>
#include <vector>

namespace ritz {

/// A point of a density of states.
struct DensityPoint {
  double lambda;
  Estimate density, below;  ///< eigenvalues per unit at lambda; how many are at most lambda
};

/// density.csv: a header and a line for each point.
std::string densityCsv(const std::vector<DensityPoint>& curve);

/// What densityCsv wrote, to its digits. On one rank, inside runOnRoot. Throws DataError.
std::vector<DensityPoint> readDensityCsv(const std::string& path);

}  // namespace ritz
