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
  if (!report.differences.empty())
    json["verification"] = {{"finite_difference", report.differences},
                            {"max_relative_gap", report.largestGap()}};
}

}  // namespace

double GradientReport::largestGap() const {
  double gap = 0, whole = 0;
  for (std::size_t i = 0; i < differences.size(); ++i) {
    gap = std::max(gap, std::abs(differences[i] - gradient[i]));
    whole = std::max(whole, std::abs(gradient[i]));
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
  for (std::size_t i = 0; i < report.gradient.size(); ++i) {
    text += fmt::format("{:<16}{:>22.14e}", fmt::format("gradient {}", i + 1), report.gradient[i]);
    if (!report.differences.empty())
      text += fmt::format("  by differences {:>22.14e}", report.differences[i]);
    text += "\n";
  }
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
    text +=
        fmt::format("{:<16}largest gap {:.1e} of the largest entry\n", "verification", report.largestGap());
  return text;
}

}  // namespace ritz
