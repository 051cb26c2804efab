#include <ritz/benchmarks/Judge.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ritz::bench {

namespace {

double dot(std::size_t n, const double* x, const double* y) { return std::inner_product(x, x + n, y, 0.0); }

/// The pairs in the order of the case, best first.
std::vector<std::size_t> order(const Case& problem, const std::vector<double>& values) {
  std::vector<std::size_t> index(values.size());
  std::iota(index.begin(), index.end(), std::size_t{0});
  std::sort(index.begin(), index.end(), [&](std::size_t i, std::size_t j) {
    return problem.largest ? values[i] > values[j] : values[i] < values[j];
  });
  return index;
}

}  // namespace

Verdict judge(const Case& problem, Answer answer) {
  Verdict verdict;
  const std::size_t n = problem.n, k = problem.exact.size();
  const bool finite = std::all_of(answer.values.begin(), answer.values.end(),
                                  [](double value) { return std::isfinite(value); });
  if (!finite || answer.values.size() < k || answer.vectors.size() < answer.values.size() * n) {
    verdict.status = answer.saysConverged ? "wrong" : "incomplete";
    verdict.maxResidual = verdict.maxValueError = std::numeric_limits<double>::quiet_NaN();
    return verdict;
  }
  const auto index = order(problem, answer.values);
  std::vector<double> product(n), images;
  bool good = true;
  for (std::size_t j = 0; j < k; ++j) {
    const double theta = answer.values[index[j]];
    double* const v = answer.vectors.data() + index[j] * n;
    const double length = std::sqrt(dot(n, v, v));
    for (std::size_t i = 0; i < n; ++i) v[i] /= length;
    images.assign(v, v + n);
    if (problem.mass) problem.mass->apply(v, images.data());
    problem.A.apply(v, product.data());
    for (std::size_t i = 0; i < n; ++i) product[i] -= theta * images[i];
    const double residual = std::sqrt(dot(n, product.data(), product.data()));
    const double error = std::abs(theta - problem.exact[j]);
    good = good && residual <= 1.01 * problem.threshold && error <= problem.valueTolerance;
    verdict.maxResidual = std::max(verdict.maxResidual, residual);
    verdict.maxValueError = std::max(verdict.maxValueError, error);
    const double weight = dot(n, v, images.data());
    for (std::size_t i = 0; i < j; ++i)
      verdict.orthogonality =
          std::max(verdict.orthogonality,
                   std::abs(dot(n, answer.vectors.data() + index[i] * n, images.data())) / weight);
  }
  // One pair twice would pass as two of the values of a cluster.
  good = good && verdict.orthogonality < 0.5;
  verdict.status = !answer.saysConverged ? "incomplete" : good ? "converged" : "wrong";
  return verdict;
}

}  // namespace ritz::bench
