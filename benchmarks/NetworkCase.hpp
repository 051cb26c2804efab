#pragma once

#include <ritz/benchmarks/ArrayOperators.hpp>

#include <string>
#include <vector>

namespace ritz::bench {

/// The Hessian of a 64-64-32-10 tanh perceptron, ridge 1e-4, on the UCI digits divided by 16, at trained
/// weights.
struct NetworkMatrix {
  std::size_t n = 0;
  Product product;
  std::vector<double> largest;  ///< values, best first: Lanczos to 1e-12·‖A‖, residuals recomputed
};

/// From `data`/digits.csv.gz and `data`/weights.mtx, which is what `ritz hessian --at trained` writes. Throws
/// ritz::DataError where one is missing.
NetworkMatrix networkMatrix(const std::string& data, int k);

}  // namespace ritz::bench
