// How well can a heat distribution be told from its temperatures later on? The singular values of the map
// from one to the other, a function on plain arrays with its adjoint. Run it with one rank.
#include <ritz/ritz.hpp>

#include <cmath>
#include <cstdio>
#include <vector>

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const std::size_t sensors = 40, points = 200;
  // Entry (i, j): what a unit of heat at x_j contributes at the sensor y_i after the time 0.002.
  std::vector<double> kernel(sensors * points);
  for (std::size_t i = 0; i < sensors; ++i)
    for (std::size_t j = 0; j < points; ++j) {
      const double y = (static_cast<double>(i) + 0.5) / sensors, x = (static_cast<double>(j) + 0.5) / points;
      kernel[i * points + j] = std::exp(-(x - y) * (x - y) / 0.008);
    }
  const auto heat = ritz::makeArrayOperator<double>(
      ritz::makeMap(points), ritz::makeMap(sensors),
      [&](const double* x, std::size_t n, double* y, std::size_t m) {
        for (std::size_t i = 0; i < m; ++i) {
          y[i] = 0.0;
          for (std::size_t j = 0; j < n; ++j) y[i] += kernel[i * points + j] * x[j];
        }
      },
      [&](const double* y, std::size_t m, double* x, std::size_t n) {
        for (std::size_t j = 0; j < n; ++j) x[j] = 0.0;
        for (std::size_t i = 0; i < m; ++i)
          for (std::size_t j = 0; j < n; ++j) x[j] += kernel[i * points + j] * y[i];
      });

  ritz::SvdOptions options;
  options.numTriplets = 24;
  options.tolerance = 1e-14;  // of the largest value: small ones are wanted to their digits, too
  const auto triplets = ritz::svdsolve<double>({heat}, options);
  triplets.requireConverged();

  int visible = 0;
  for (const double value : triplets.values) visible += value > 1e-3 * triplets.values.front() ? 1 : 0;
  std::printf("largest %.6f\n", triplets.values.front());
  std::printf("last %.3e\n", triplets.values.back());
  std::printf("%d patterns are above a noise of one in a thousand\n", visible);
}
