#pragma once

#include <ritz/adjoint/AdjointErrors.hpp>
#include <ritz/adjoint/Pullback.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ritz {

/// What `ritz gradient` found beside the pairs.
struct GradientReport {
  std::optional<double> loss;
  std::vector<double> gradient;  ///< empty where there is none
  std::optional<Pullback<double>> pullback;
  std::optional<double> errorEstimate;               ///< of the gradient, relative; absolute where it is zero
  Applications estimateApplications;                 ///< what the estimate has cost
  std::optional<double> slope;                       ///< along --direction
  std::optional<std::vector<double>> hessianVector;  ///< of --hessian-vector
  Applications hessianApplications;
  std::vector<double> differences, secondDifferences;  ///< of --verify, central
  std::optional<GaugeDependent::Finding> refusal;
  std::string message;  ///< of the refusal
};

/// max |difference − exact|/max |exact|.
double largestGap(const std::vector<double>& differences, const std::vector<double>& exact);

/// Adds the keys of the gradient to those of the solve.
void addGradient(nlohmann::ordered_json& json, const GradientReport& report);

/// The same for a person.
std::string gradientTable(const GradientReport& report);

}  // namespace ritz
