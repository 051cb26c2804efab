// Products that svdsolve takes on the cases of SvdCases.hpp, a line of comma-separated values for each:
// benchmarks/singular_values.py puts them beside those of other libraries.
#include <ritz/benchmarks/SvdCases.hpp>
#include <ritz/ritz.hpp>

#include <cmath>
#include <cstdio>

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  for (const auto& problem : ritz::bench::svdCases()) {
    ritz::bench::SvdOperator op(problem);
    const auto A = ritz::makeArrayOperator<double>(
        ritz::makeMap(ritz::bench::SvdColumns), ritz::makeMap(ritz::bench::SvdRows),
        [&](const double* x, std::size_t, double* y, std::size_t) { op.apply(x, y); },
        [&](const double* x, std::size_t, double* y, std::size_t) { op.applyAdjoint(x, y); });
    ritz::SvdOptions options;
    options.numTriplets = problem.k;
    options.tolerance = problem.tolerance;
    const auto result = ritz::svdsolve<double>({A}, options);
    const auto exact = op.largest(problem.k);
    double error = 0, residual = 0;
    for (std::size_t j = 0; j < exact.size(); ++j) {
      error = std::max(error, std::abs(result.values[j] - exact[j]) / exact[0]);
      residual = std::max(residual, std::hypot(result.leftResiduals[j], result.rightResiduals[j]) / exact[0]);
    }
    std::printf("%s,ritz,%ld,%ld,%.1e,%.1e,%s\n", problem.name.c_str(), op.products + op.adjointProducts,
                result.history[result.history.size() - 2].applications, error, residual,
                nameOf(result.status).c_str());
  }
}
