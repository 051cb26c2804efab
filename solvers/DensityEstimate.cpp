#include <ritz/operators/Error.hpp>
#include <ritz/solvers/DensityEstimate.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

using Quadrature = GaussQuadrature<double>;

double weightedSum(const Quadrature& quadrature, const std::function<double(double)>& f, double zero) {
  double sum = 0.0;
  for (std::size_t j = 0; j < quadrature.nodes.size(); ++j) {
    if (quadrature.weights[j] == 0.0) continue;
    const double node = quadrature.nodes[j];
    const bool isZero = std::abs(node) <= zero;
    const double value = f(isZero ? 0.0 : node);
    if (!std::isfinite(value))
      throw InvalidOption(fmt::format(
          "trace: asked for the trace of a function of A, but the spectrum reaches to {:.6g}{}, where "
          "the function is {}; it has to be finite on the whole spectrum (logarithm and powers: A "
          "positive definite, not singular)",
          node, isZero ? fmt::format(", which is zero within rounding ({:.1g})", zero) : "", value));
    sum += quadrature.weights[j] * value;
  }
  return sum;
}

/// The share of [from, to] that lies in [a, b]; for from = to all or nothing.
double shareInside(double from, double to, double a, double b) {
  if (!(to > from)) return a <= from && from <= b ? 1.0 : 0.0;
  return std::max(0.0, std::min(to, b) - std::max(from, a)) / (to - from);
}

/// The weight within [a, b]. Half of a node's weight is spread evenly to each side, as far as the residual
/// allows, but not beyond the next node; where Lanczos has converged, it stays at the node.
double weightInside(const Quadrature& quadrature, double a, double b) {
  const auto& theta = quadrature.nodes;
  double sum = 0.0;
  for (std::size_t j = 0; j < theta.size(); ++j) {
    const double reach = quadrature.residuals[j];
    const double left = j == 0 ? reach : std::min(reach, theta[j] - theta[j - 1]);
    const double right = j + 1 == theta.size() ? reach : std::min(reach, theta[j + 1] - theta[j]);
    sum += quadrature.weights[j] / 2 *
           (shareInside(theta[j] - left, theta[j], a, b) + shareInside(theta[j], theta[j] + right, a, b));
  }
  return sum;
}

}  // namespace

DensityEstimate::DensityEstimate(std::vector<DensityProbe> probes, int steps, double rounding)
    : probes_(std::move(probes)), steps_(std::max(1, steps)) {
  if (probes_.empty()) return;
  low_ = std::numeric_limits<double>::infinity(), high_ = -low_;
  for (const DensityProbe& probe : probes_) {
    low_ = std::min(low_, probe.full.nodes.front());
    high_ = std::max(high_, probe.full.nodes.back());
  }
  zero_ = rounding * std::max(std::abs(low_), std::abs(high_));
}

DensityEstimate DensityEstimate::exact(std::vector<double> values, int steps, double rounding) {
  std::sort(values.begin(), values.end());
  const std::vector<double> ones(values.size(), 1.0), zeros(values.size(), 0.0);
  DensityEstimate result({{{std::move(values), ones, zeros}}}, steps, rounding);
  result.isExact_ = true;
  return result;
}

template <class F>
Estimate DensityEstimate::mean(const F& functional) const {
  const auto count = static_cast<double>(probes_.size());
  std::vector<double> each, gaps;
  Estimate result;
  for (const DensityProbe& probe : probes_) {
    each.push_back(functional(probe.full));
    result.value += each.back() / count;
    gaps.resize(std::max(gaps.size(), probe.shorter.size()), 0.0);
    for (std::size_t i = 0; i < probe.shorter.size(); ++i)
      gaps[i] += (functional(probe.shorter[i]) - each.back()) / count;
  }
  for (const double gap : gaps) result.quadratureError = std::max(result.quadratureError, std::abs(gap));
  if (isExact_) return result;
  double squares = 0.0;
  for (const double value : each) squares += (value - result.value) * (value - result.value);
  result.standardError = probes_.size() > 1 ? std::sqrt(squares / (count - 1.0) / count)
                                            : std::numeric_limits<double>::infinity();
  return result;
}

Estimate DensityEstimate::trace(const std::function<double(double)>& f) const {
  return mean([&](const Quadrature& quadrature) { return weightedSum(quadrature, f, zero_); });
}

Estimate DensityEstimate::logDeterminant() const {
  return trace([](double value) { return std::log(value); });
}

Estimate DensityEstimate::count(double a, double b) const {
  if (!(a <= b))
    throw InvalidOption(
        fmt::format("count: asked for the eigenvalues in [{:g}, {:g}]; give the lower end first", a, b));
  return mean([&](const Quadrature& quadrature) { return weightInside(quadrature, a, b); });
}

Estimate DensityEstimate::density(double t, double width) const {
  if (!(width > 0.0) || !std::isfinite(width))
    throw InvalidOption(fmt::format("density: asked for a kernel of width {:g}; give one above 0", width));
  const double height = 1.0 / (std::sqrt(2.0 * std::acos(-1.0)) * width);
  return trace([=](double value) {
    const double distance = (value - t) / width;
    return height * std::exp(-distance * distance / 2);
  });
}

double DensityEstimate::width() const {
  const double range = high_ - low_, size = std::max(std::abs(low_), std::abs(high_));
  const double least = size > 0.0 ? 1e-3 * size : 1.0;
  return (range > 1e-12 * size ? range : least) / steps_;
}

}  // namespace ritz
