// Makes a clamped string sound lower: one step of gradient descent on its lowest eigenvalue. K(θ) = Σ θ_i K_i
// has one stiffness for each of three regions; the total stays the same.
#include <ritz/adjoint/Losses.hpp>
#include <ritz/operators/AffineOperator.hpp>
#include <ritz/ritz.hpp>

#include <cstdio>

/// The springs of one region, of three: y_i = Σ_j s_j (x_i − x_j) over the neighbours, s_j = 1 in the region.
ritz::OperatorPtr<double> region(const ritz::MapPtr& map, std::size_t which) {
  return ritz::makeArrayOperator<double>(map, [which](const double* x, double* y, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) y[i] = 0.0;
    for (std::size_t spring = which * (n + 1) / 3; spring < (which + 1) * (n + 1) / 3; ++spring) {
      const double stretch = (spring < n ? x[spring] : 0.0) - (spring > 0 ? x[spring - 1] : 0.0);
      if (spring < n) y[spring] += stretch;
      if (spring > 0) y[spring - 1] -= stretch;
    }
  });
}

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const auto map = ritz::makeMap(149);
  const std::vector<ritz::OperatorPtr<double>> regions{region(map, 0), region(map, 1), region(map, 2)};
  ritz::AffineOperator<double>::Theta theta(ritz::makeMap(3)), gradient(theta.getMap());
  const auto K = std::make_shared<ritz::AffineOperator<double>>(nullptr, regions, theta.getMap());
  const ritz::ValueSum<double> lowest({1.0});
  ritz::EigenOptions options;
  options.numPairs = 2;
  options.which = ritz::Smallest{};
  theta.putScalar(1.0);
  for (int step = 0; step < 2; ++step) {
    K->setParameters(theta);
    const auto modes = ritz::eigsolve<double>({K}, options);
    modes.requireConverged();
    gradient.putScalar(0.0);
    const ritz::EigenAdjoint<double> adjoint(modes);
    adjoint(lowest).accumulateA(*K, gradient);
    std::printf("lowest %.5e, gradient", modes.values[0]);
    for (const double g : gradient.getData(0)) std::printf(" %.4e", g);
    std::printf("\n");
    const double mean = gradient.meanValue(), size = gradient.norm2();
    theta.update(-0.3 / size, gradient, 1.0);
    for (int i = 0; i < 3; ++i) theta.sumIntoLocalValue(i, 0.3 * mean / size);
  }
}
