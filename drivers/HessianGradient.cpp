#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/Losses.hpp>
#include <ritz/drivers/GatheredVector.hpp>
#include <ritz/drivers/HessianGradient.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ritz {

namespace {

using Theta = Tpetra::Vector<double>;

/// Values are to twice as many digits as residuals: their error is (tolerance·α)²/gap.
constexpr double DifferenceTolerance = 1e-9, DifferenceStep = 1e-4;

/// θ with entry `index` moved by `step`.
Theta moved(const Theta& theta, std::size_t index, double step) {
  Theta result(theta, Teuchos::Copy);
  const auto at = static_cast<GlobalIndex>(index);
  if (result.getMap()->isNodeGlobalElement(at)) result.sumIntoGlobalValue(at, step);
  return result;
}

std::vector<double> gradientOf(const NetworkHessian<double>& hessian, const Pullback<double>& pullback) {
  Theta gradient(hessian.parameterMap());
  pullback.accumulateA(hessian, gradient);
  return gathered(gradient);
}

double norm(const std::vector<double>& values) {
  return std::sqrt(std::inner_product(values.begin(), values.end(), values.begin(), 0.0));
}

}  // namespace

GradientReport firstValueGradient(const EigenResult<double>& result, const NetworkHessian<double>& hessian) {
  GradientReport report;
  try {
    const EigenAdjoint<double> adjoint(result);
    const ValueSum<double> firstValue({1.0});
    report.pullback = adjoint(firstValue);
    report.gradient = gradientOf(hessian, *report.pullback);
    const Pullback<double> correction = adjoint.correction(firstValue, *report.pullback);
    report.estimateApplications = correction.applications;
    const double whole = norm(report.gradient), change = norm(gradientOf(hessian, correction));
    report.errorEstimate = whole > 0 ? change / whole : change;
  } catch (const GaugeDependent& refused) {
    report.refusal = refused.finding();
    report.message = refused.what();
  }
  return report;
}

std::vector<double> firstValueDifferences(const EigenResult<double>& result,
                                          NetworkHessian<double>& hessian) {
  EigenOptions options = result.options;
  options.numPairs = 1;
  options.tolerance = std::min(options.tolerance, DifferenceTolerance);
  options.method = Auto{};
  options.checkpoint = {};
  Start<double> start;
  start.previous = &result;
  const Theta theta(hessian.parameters(), Teuchos::Copy);
  const auto valueAt = [&](std::size_t index, double step) {
    hessian.setParameters(moved(theta, index, step));
    return eigsolve<double>(result.problem, options, start).values.front();
  };
  std::vector<double> differences;
  for (std::size_t i = 0; i < theta.getGlobalLength(); ++i)
    differences.push_back((valueAt(i, DifferenceStep) - valueAt(i, -DifferenceStep)) / (2 * DifferenceStep));
  hessian.setParameters(theta);
  return differences;
}

std::vector<std::string> gradientNames(std::size_t count) {
  std::vector<std::string> names{"ridge"};
  for (std::size_t i = 1; i < count; ++i) names.push_back(fmt::format("scale of feature {}", i));
  return names;
}

std::string hessianGradientTable(const GradientReport& report) {
  if (report.gradient.empty()) return "";
  const auto names = gradientNames(report.gradient.size());
  std::size_t largest = std::min<std::size_t>(1, names.size() - 1);
  for (std::size_t i = largest; i < names.size(); ++i)
    if (std::abs(report.gradient[i]) > std::abs(report.gradient[largest])) largest = i;
  std::string text = "\n";
  for (const std::size_t i : {std::size_t(0), largest}) {
    text += fmt::format("{:<16}{:>18.10e} in the {}", i == 0 ? "gradient" : "", report.gradient[i], names[i]);
    if (!report.differences.empty()) text += fmt::format(", by differences {:.10e}", report.differences[i]);
    text += i == 0 ? "\n" : fmt::format(", the largest of {}\n", names.size() - 1);
  }
  if (report.errorEstimate)
    text += fmt::format("{:<16}{:.1e} of the gradient, estimated with {} products\n", "error",
                        *report.errorEstimate, report.estimateApplications.A.columns);
  if (!report.differences.empty())
    text += fmt::format("{:<16}largest gap {:.1e} of the largest entry\n", "verification",
                        largestGap(report.differences, report.gradient));
  return text;
}

}  // namespace ritz
