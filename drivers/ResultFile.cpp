#include <ritz/drivers/ResultFile.hpp>
#include <ritz/operators/AtomicFile.hpp>

#include <cmath>

namespace ritz {

using Json = nlohmann::ordered_json;

nlohmann::ordered_json jsonNumber(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

nlohmann::ordered_json countJson(const ApplyCount& count) {
  return {{"columns", count.columns}, {"calls", count.calls}, {"seconds", jsonNumber(count.seconds)}};
}

nlohmann::ordered_json applicationsJson(const Applications& applications) {
  return {{"A", countJson(applications.A)},
          {"B", countJson(applications.mass)},
          {"preconditioner", countJson(applications.preconditioner)},
          {"inverse", countJson(applications.inverse)},
          {"factorizations", applications.factorizations},
          {"verification_columns", applications.verificationColumns}};
}

nlohmann::ordered_json secondsJson(const Timing& seconds) {
  return {{"total", jsonNumber(seconds.total)},
          {"operator", jsonNumber(seconds.operators)},
          {"orthogonalization", jsonNumber(seconds.orthogonalization)}};
}

nlohmann::ordered_json numbersJson(const std::vector<double>& values) {
  Json list = Json::array();
  for (const double value : values) list.push_back(jsonNumber(value));
  return list;
}

nlohmann::ordered_json methodJson(const MethodReport& method) {
  return {{"name", method.name},   {"chosen_by", method.chosenBy}, {"why", method.why},
          {"basis", method.basis}, {"block", method.block},        {"filter_degree", method.filterDegree}};
}

nlohmann::ordered_json historyJson(const std::vector<HistoryPoint>& history) {
  Json list = Json::array();
  for (const auto& point : history)
    list.push_back({{"applications", point.applications},
                    {"converged", point.converged},
                    {"max_residual", jsonNumber(point.maxResidual)}});
  return list;
}

nlohmann::ordered_json headJson(const BuildInfo& build, const std::string& command,
                                const std::vector<std::string>& words) {
  Json json;
  json["ritz"] = build.version;
  json["command"] = command;
  if (words.empty()) return json;
  json["command_line"] = {"ritz"};
  for (const auto& word : words) json["command_line"].push_back(word);
  return json;
}

void addCircumstances(nlohmann::ordered_json& json, int ranks, const BuildInfo& build) {
  json["ranks"] = ranks;
  json["threads"] = build.threads;
  json["backend"] = build.backend;
}

nlohmann::ordered_json resultJson(const RunReport& report) {
  const auto& result = report.result;
  Json json = headJson(report.build, report.command, report.words);
  json["status"] = nameOf(result.status);
  json["reason"] = result.reason;
  json["problem"] = {{"n", report.n}, {"generalized", report.isGeneralized()}, {"source", report.source}};
  json["method"] = methodJson(result.method);
  if (!result.resumed.file.empty())
    json["resumed_from"] = {{"file", result.resumed.file},
                            {"applications", result.resumed.applications},
                            {"seconds", jsonNumber(result.resumed.seconds)}};
  json["k"] = result.options.numPairs;
  json["which"] = describe(result.options.which);
  json["tolerance"] = jsonNumber(result.options.tolerance);
  json["relative_to"] = result.options.relativeTo == RelativeTo::Norm ? "norm" : "value";
  json["seed"] = result.options.seed;
  json["num_converged"] = result.numConverged();
  json["converged"] = result.converged;
  json["values"] = numbersJson(result.values);
  json["zero_modes"] = result.numZero;
  json["residuals"] = numbersJson(result.residuals);
  json["residual_definition"] = residualDefinition(result.options);
  json["norm_estimate"] = {{"A", jsonNumber(result.normA)}, {"B", jsonNumber(result.normB)}};
  json["error_bounds"] = numbersJson(result.errorBounds);
  if (result.remainder) json["remainder"] = jsonNumber(*result.remainder);
  json["applications"] = applicationsJson(result.applications);
  json["seconds"] = secondsJson(result.seconds);
  addCircumstances(json, report.ranks, report.build);
  json["history"] = historyJson(result.history);
  return json;
}

void writeResultFile(const std::string& path, const RunReport& report) {
  writeResultFile(path, resultJson(report));
}

void writeResultFile(const std::string& path, const nlohmann::ordered_json& json) {
  AtomicFile file(path);
  const char* separator = "{";
  for (const auto& [key, value] : json.items()) {
    file.stream() << separator << "\n  \"" << key
                  << "\": " << value.dump(-1, ' ', false, Json::error_handler_t::replace);
    separator = ",";
  }
  file.stream() << "\n}\n";
  file.commit();
}

}  // namespace ritz
