#include <ritz/benchmarks/InteriorCase.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>

#include <algorithm>
#include <cmath>

namespace ritz::bench {

double InteriorCase::foldedTolerance() const {
  return Tolerance * norm * 2 * std::abs(exact[NumPairs - 1] - sigma);
}

InteriorCase interiorCase(std::size_t size, double sigma, const std::array<double, 3>& weights) {
  InteriorCase problem;
  problem.size = size;
  problem.sigma = sigma;
  problem.weights = weights;
  const std::size_t n = size * size * size;
  const auto edge = static_cast<GlobalIndex>(size);
  std::vector<double> all = laplacianSmallest({edge, edge, edge}, weights, n);
  problem.norm = all.back();
  const auto distance = [sigma](double value) { return std::abs(value - sigma); };
  std::sort(all.begin(), all.end(), [&](double x, double y) { return distance(x) < distance(y); });
  const double last = distance(all[InteriorCase::NumPairs - 1]);
  const auto next = std::find_if(all.begin(), all.end(), [&](double value) {
    return distance(value) > last + InteriorCase::Tolerance * problem.norm;
  });
  problem.exact.assign(all.begin(), next);
  problem.half = (last + distance(*next)) / 2;
  const double w[3] = {weights[0], weights[1], weights[2]};
  problem.A = std::make_shared<CountedOperator>(n, laplacian(size, w));
  return problem;
}

CountedOperator folded(const InteriorCase& problem) {
  const std::size_t n = problem.A->size();
  return {n, [&problem, between = std::vector<double>(n)](const double* x, double* y) mutable {
            problem.A->apply(x, between.data());
            for (std::size_t i = 0; i < between.size(); ++i) between[i] -= problem.sigma * x[i];
            problem.A->apply(between.data(), y);
            for (std::size_t i = 0; i < between.size(); ++i) y[i] -= problem.sigma * between[i];
          }};
}

int missing(const InteriorCase& problem, std::vector<double> found, bool isFolded) {
  const double allowed = 1e-6 * problem.norm * (isFolded ? problem.foldedTolerance() : 1.0);
  int result = 0;
  for (std::size_t j = 0; j < InteriorCase::NumPairs; ++j) {
    const double wanted = isFolded ? std::pow(problem.exact[j] - problem.sigma, 2) : problem.exact[j];
    const auto it = std::find_if(found.begin(), found.end(),
                                 [&](double value) { return std::abs(value - wanted) <= allowed; });
    if (it == found.end())
      ++result;
    else
      found.erase(it);
  }
  return result;
}

}  // namespace ritz::bench
