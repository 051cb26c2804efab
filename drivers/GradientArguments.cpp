#include <ritz/drivers/GradientArguments.hpp>
#include <ritz/drivers/ListOption.hpp>
#include <ritz/drivers/Nearest.hpp>
#include <ritz/operators/Error.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cmath>

namespace ritz {

namespace {

void expectDirection(const char* option, const std::vector<double>& p, std::size_t parameters) {
  if (p.empty()) return;
  if (p.size() != parameters)
    throw InvalidOption(
        fmt::format("{} has {} numbers, theta has {}; give as many", option, p.size(), parameters));
  for (std::size_t i = 0; i < p.size(); ++i)
    if (!std::isfinite(p[i]))
      throw InvalidOption(fmt::format("{}: number {} is {}; give finite ones", option, i + 1, p[i]));
}

}  // namespace

void GradientArguments::declare(CLI::App& app) {
  const char* group = "Gradient";
  app.add_option("--gradient-tolerance", tolerance, "Relative error of the adjoint solves")
      ->type_name("EPS")
      ->capture_default_str()
      ->group(group);
  app.add_option(
         "--on-cluster", onCluster,
         "Where equal values forbid a derivative: raise; extend (close a cluster that k cuts); project (take "
         "the part that does not depend on the basis)")
      ->type_name("WHAT")
      ->capture_default_str()
      ->group(group);
  app.add_flag("--refine", refine, "Correct the pairs once before the adjoint")->group(group);
  app.add_flag("--verify", verify, "Compare with central differences of problems solved again")->group(group);
  app.add_flag("--error-estimate,!--no-error-estimate", estimate,
               "Estimate the gradient's error by correcting pairs and solves to one digit (default: yes)")
      ->group(group);
  addList(app, "--direction", direction, "Print the derivative along this direction, too")
      ->type_name("P1,P2,...")
      ->group(group);
  addList(app, "--hessian-vector", hessianVector,
          "Print the product of the second derivatives with this direction, too")
      ->type_name("P1,P2,...")
      ->group(group);
}

AdjointOptions GradientArguments::options() const {
  AdjointOptions options;
  options.gradientTolerance = tolerance;
  const std::string& word = oneOf("--on-cluster", onCluster, {"raise", "extend", "project"});
  options.onCluster = word == "raise"    ? OnCluster::Raise
                      : word == "extend" ? OnCluster::Extend
                                         : OnCluster::Project;
  validate(options);
  return options;
}

void GradientArguments::expectDirectionsOf(std::size_t parameters) const {
  expectDirection("--direction", direction, parameters);
  expectDirection("--hessian-vector", hessianVector, parameters);
}

}  // namespace ritz
