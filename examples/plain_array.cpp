// A vibrating chain of unit masses and springs, with a function on plain arrays: nothing of Trilinos is in
// sight. On one rank the arrays are whole vectors; run it with one.
#include <ritz/ritz.hpp>

#include <cmath>
#include <cstdio>

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const auto chain = ritz::makeMap(100);
  const auto stiffness =
      ritz::makeArrayOperator<double>(chain, [](const double* x, double* y, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i)
          y[i] = 2 * x[i] - (i > 0 ? x[i - 1] : 0.0) - (i + 1 < n ? x[i + 1] : 0.0);
      });

  ritz::EigenOptions options;
  options.numPairs = 3;
  options.which = ritz::Smallest{};
  const auto modes = ritz::eigsolve<double>({stiffness}, options);
  modes.requireConverged();
  for (const double square : modes.values) std::printf("angular frequency %.8f\n", std::sqrt(square));

  const auto shape = modes.vectors->getData(0);  // the lowest mode, unit length
  std::printf("amplitude in the middle %.6f\n", std::abs(shape[49]));
}
