#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/drivers/GatheredVector.hpp>
#include <ritz/drivers/GradientDifferences.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace ritz {

namespace {

constexpr double Step = 1e-3;
constexpr std::array<std::pair<double, double>, 4> Stencil{{{1, 8}, {-1, -8}, {2, -1}, {-2, 1}}};

}  // namespace

std::vector<double> gradientOf(const GradientProblem& problem, const Pullback<double>& pullback) {
  if (!problem.A && !problem.mass) return std::vector<double>(problem.theta.size(), 0.0);
  const ParametricProblem<double> parametric = problem.parametric();
  Tpetra::Vector<double> g(parametric.parameterMap());
  parametric.accumulate(pullback, g);
  return gathered(g);
}

GradientDifferences::GradientDifferences(const GradientProblem& problem, const EigenResult<double>& result)
    : problem_(problem), result_(result), options_(result.options) {
  options_.tolerance = std::min(options_.tolerance, 1e-12);
}

EigenResult<double> GradientDifferences::solvedAt(double step, const std::vector<double>& direction) const {
  std::vector<double> theta = problem_.theta;
  for (std::size_t i = 0; i < theta.size(); ++i) theta[i] += step * direction[i];
  problem_.setParameters(theta);
  Start<double> start;
  start.previous = &result_;
  return eigsolve<double>(problem_.problem, options_, start);
}

std::vector<double> GradientDifferences::gradient() const {
  std::vector<double> derivatives(problem_.theta.size(), 0.0);
  for (std::size_t i = 0; i < derivatives.size(); ++i) {
    std::vector<double> direction(derivatives.size(), 0.0);
    direction[i] = std::max(1.0, std::abs(problem_.theta[i]));
    for (const auto& [step, weight] : Stencil) {
      const auto moved = solvedAt(Step * step, direction);
      derivatives[i] +=
          weight * problem_.loss->value(moved.values, *moved.vectors) / (12 * Step * direction[i]);
    }
  }
  problem_.setParameters(problem_.theta);
  return derivatives;
}

std::vector<double> GradientDifferences::hessianVector(const std::vector<double>& p) const {
  AdjointOptions tight;
  tight.gradientTolerance = 1e-12;
  double size = 0;
  for (const double x : p) size = std::max(size, std::abs(x));
  const double h = size > 0 ? Step / size : Step;
  std::vector<double> derivatives(p.size(), 0.0);
  for (const auto& [step, weight] : Stencil) {
    const EigenAdjoint<double> adjoint(solvedAt(h * step, p), tight);
    const std::vector<double> g = gradientOf(problem_, adjoint(*problem_.loss));
    for (std::size_t i = 0; i < p.size(); ++i) derivatives[i] += weight * g[i] / (12 * h);
  }
  problem_.setParameters(problem_.theta);
  return derivatives;
}

}  // namespace ritz
