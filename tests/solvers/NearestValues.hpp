#pragma once

#include "solvers/Traps.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

/// What tests of inner values compare.
namespace traps {

inline std::vector<double> nearest(std::vector<double> all, double sigma, int k) {
  std::sort(all.begin(), all.end(),
            [sigma](double x, double y) { return std::abs(x - sigma) < std::abs(y - sigma); });
  all.resize(static_cast<std::size_t>(k));
  return all;
}

/// Copies of a value and ties on both sides of σ come in any order: distances and the values themselves are
/// compared.
inline void expectNearest(const ritz::EigenResult<double>& result, const std::vector<double>& all,
                          double sigma) {
  EXPECT_EQ(nameOf(result.status), "converged") << result.reason;
  ASSERT_EQ(static_cast<int>(result.values.size()), result.options.numPairs);
  const double allowed = 2.0 * result.options.tolerance * static_cast<double>(result.normA);
  const auto exact = nearest(all, sigma, result.options.numPairs);
  for (std::size_t j = 0; j < exact.size(); ++j) {
    EXPECT_NEAR(std::abs(result.values[j] - sigma), std::abs(exact[j] - sigma), allowed) << "pair " << j;
    const auto copies = [allowed](const std::vector<double>& values, double value) {
      return std::count_if(values.begin(), values.end(),
                           [=](double other) { return std::abs(other - value) <= allowed; });
    };
    EXPECT_GE(copies(all, result.values[j]), copies(result.values, result.values[j])) << "pair " << j;
  }
  expectOrthonormal(result, 1e-10);
}

}  // namespace traps
