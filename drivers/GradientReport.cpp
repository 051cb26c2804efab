#include <ritz/drivers/GradientReport.hpp>
#include <ritz/drivers/ResultFile.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

using Json = nlohmann::ordered_json;

std::vector<int> numbered(const Cluster& cluster) {
  std::vector<int> result = cluster;
  for (int& i : result) ++i;
  return result;
}

Json adjointApplicationsJson(const Applications& applications) {
  return {{"A", countJson(applications.A)},
          {"B", countJson(applications.mass)},
          {"preconditioner", countJson(applications.preconditioner)}};
}

std::string lines(const char* what, const std::vector<double>& values,
                  const std::vector<double>& differences) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    text += fmt::format("{:<16}{:>22.14e}", fmt::format("{} {}", what, i + 1), values[i]);
    if (!differences.empty()) text += fmt::format("  by differences {:>22.14e}", differences[i]);
    text += "\n";
  }
  return text;
}

void addPullback(Json& json, const GradientReport& report) {
  const Pullback<double>& pullback = *report.pullback;
  json["gradient"] = report.gradient;
  if (report.errorEstimate) json["gradient_error_estimate"] = *report.errorEstimate;
  json["certified"] = pullback.certified;
  json["clusters"] = Json::array();
  for (const Cluster& cluster : pullback.clusters) json["clusters"].push_back(numbered(cluster));
  json["adjoint_applications"] = adjointApplicationsJson(pullback.applications);
  if (report.errorEstimate)
    json["estimate_applications"] = adjointApplicationsJson(report.estimateApplications);
  if (report.slope) json["directional_derivative"] = *report.slope;
  if (report.hessianVector) {
    json["hessian_vector"] = *report.hessianVector;
    json["hessian_applications"] = adjointApplicationsJson(report.hessianApplications);
  }
  if (report.differences.empty()) return;
  Json& verification = json["verification"];
  verification = {{"finite_difference", report.differences},
                  {"max_relative_gap", largestGap(report.differences, report.gradient)}};
  if (!report.hessianVector) return;
  verification["hessian_vector"] = report.secondDifferences;
  verification["hessian_vector_gap"] = largestGap(report.secondDifferences, *report.hessianVector);
}

}  // namespace

double largestGap(const std::vector<double>& differences, const std::vector<double>& exact) {
  double gap = 0, whole = 0;
  for (std::size_t i = 0; i < differences.size(); ++i) {
    gap = std::max(gap, std::abs(differences[i] - exact[i]));
    whole = std::max(whole, std::abs(exact[i]));
  }
  return whole > 0 ? gap / whole : gap;
}

void addGradient(Json& json, const GradientReport& report) {
  if (report.loss) json["loss"] = *report.loss;
  if (report.pullback) addPullback(json, report);
  if (!report.refusal) return;
  json["status"] = "gauge-dependent";
  json["cluster"] = numbered(report.refusal->cluster);
  if (report.refusal->closingK) json["closing_k"] = *report.refusal->closingK;
  json["message"] = report.message;
}

std::string gradientTable(const GradientReport& report) {
  if (!report.pullback) return "";
  const Pullback<double>& pullback = *report.pullback;
  std::string text = fmt::format("\n{:<16}{:.14e}\n", "loss", *report.loss);
  text += lines("gradient", report.gradient, report.differences);
  const char* certified = pullback.certified ? "certified" : "uncertified";
  if (report.errorEstimate)
    text += fmt::format("{:<16}{:.1e}, relative, estimated; {}\n", "error", *report.errorEstimate, certified);
  else
    text += fmt::format("{:<16}not estimated; {}\n", "error", certified);
  for (const Cluster& cluster : pullback.clusters)
    text += fmt::format("{:<16}pairs {}\n", "cluster", fmt::join(numbered(cluster), ", "));
  if (report.slope) text += fmt::format("{:<16}{:.14e}\n", "along", *report.slope);
  text += fmt::format("{:<16}{} products with A in {} iterations, {} guards{}\n", "adjoint",
                      pullback.applications.A.columns, pullback.iterations, pullback.numGuards,
                      pullback.converged ? "" : "; NOT CONVERGED");
  if (report.errorEstimate)
    text += fmt::format("{:<16}{} more for the estimate of the error\n", "",
                        report.estimateApplications.A.columns);
  if (!report.differences.empty())
    text += fmt::format("{:<16}largest gap {:.1e} of the largest entry\n", "verification",
                        largestGap(report.differences, report.gradient));
  if (!report.hessianVector) return text;
  text += lines("hessian", *report.hessianVector, report.secondDifferences);
  return text + fmt::format("{:<16}{} products with A\n", "", report.hessianApplications.A.columns);
}

}  // namespace ritz
