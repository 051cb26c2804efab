#include <ritz/drivers/DensityReport.hpp>
#include <ritz/drivers/ResultFile.hpp>
#include <ritz/drivers/ResultTable.hpp>
#include <ritz/operators/Error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

using Json = nlohmann::ordered_json;

constexpr double Infinity = std::numeric_limits<double>::infinity();

/// As far as the kernels reach, four points to a width.
std::vector<double> places(const DensityEstimate& density, double width) {
  const double from = density.low() - 3 * width, to = density.high() + 3 * width;
  const int count = static_cast<int>(std::clamp(std::ceil(4 * (to - from) / width), 400.0, 20000.0));
  std::vector<double> result;
  for (int i = 0; i <= count; ++i) result.push_back(from + (to - from) * i / count);
  return result;
}

Json estimateJson(const Estimate& estimate) {
  return {{"value", jsonNumber(estimate.value)},
          {"standard_error", jsonNumber(estimate.standardError)},
          {"quadrature_error", jsonNumber(estimate.quadratureError)}};
}

Json methodJson(const DensityReport& report) {
  const DensityEstimate& density = report.result.density;
  if (density.isExact()) return {{"name", "dense"}, {"why", report.result.reason}};
  return {{"name", "lanczos-quadrature"},
          {"probes", report.arguments.probes},
          {"probes_taken", density.probes().size()},
          {"steps", report.result.steps}};
}

Json tracesJson(const std::vector<DensityReport::Trace>& traces) {
  Json list = Json::array();
  for (const auto& trace : traces) {
    list.push_back({{"name", trace.name}});
    if (trace.fault.empty())
      list.back().update(estimateJson(trace.estimate));
    else
      list.back().update({{"value", nullptr}, {"message", trace.fault}});
  }
  return list;
}

std::string estimateLine(const std::string& name, const Estimate& estimate) {
  return fmt::format("{:<28}  {:>15.8g}  {:>12.2e}  {:>12.2e}\n", name, estimate.value,
                     estimate.standardError, estimate.quadratureError);
}

std::string labelOf(const std::string& function, bool isGeneralized) {
  if (function != "log") return fmt::format("trace {}", function);
  return isGeneralized ? "log det A - log det B" : "log det A";
}

std::string traceLine(const DensityReport::Trace& trace, bool isGeneralized) {
  const std::string label = labelOf(trace.name, isGeneralized);
  return trace.fault.empty() ? estimateLine(label, trace.estimate)
                             : fmt::format("{:<28}  {:>15}\n", label, "not finite");
}

}  // namespace

void DensityReport::evaluate() {
  const DensityEstimate& density = result.density;
  width = arguments.width.value_or(density.width());
  for (const double t : places(density, width))
    curve.push_back({t, density.density(t, width), density.count(-Infinity, t)});
  const double scale = std::max(std::abs(density.low()), std::abs(density.high()));
  for (const auto& word : arguments.wanted()) {
    traces.push_back({word, {}, ""});
    try {
      traces.back().estimate = density.trace(namedFunction(word, scale));
    } catch (const InvalidOption& error) {
      traces.back().fault = error.what();
    }
  }
  if (!arguments.count.empty()) count = density.count(arguments.count[0], arguments.count[1]);
}

std::string DensityReport::faults() const {
  std::string text;
  for (const auto& trace : traces)
    if (!trace.fault.empty())
      text += fmt::format("{}--function {}: {}", text.empty() ? "" : "\n", trace.name, trace.fault);
  return text;
}

nlohmann::ordered_json densityJson(const DensityReport& report) {
  const DensityResult& result = report.result;
  Json json = headJson(report.build, "density", report.words);
  json["status"] = nameOf(result.status);
  json["reason"] = result.reason;
  json["problem"] = {{"n", result.n}, {"generalized", report.isGeneralized}, {"source", report.source}};
  json["method"] = methodJson(report);
  json["seed"] = report.seed;
  json["spectrum"] = {{"low", jsonNumber(result.density.low())}, {"high", jsonNumber(result.density.high())}};
  json["width"] = jsonNumber(report.width);
  json["traces"] = tracesJson(report.traces);
  if (report.count) {
    json["count"] = {{"from", jsonNumber(report.arguments.count[0])},
                     {"to", jsonNumber(report.arguments.count[1])}};
    json["count"].update(estimateJson(*report.count));
  }
  json["curve"] = "density.csv";
  json["applications"] = applicationsJson(result.applications);
  json["seconds"] = secondsJson(result.seconds);
  addCircumstances(json, report.ranks, report.build);
  return json;
}

std::string densityTable(const DensityReport& report) {
  const DensityResult& result = report.result;
  const DensityEstimate& density = result.density;
  std::string text = fmt::format("{}: density of the eigenvalues of A u = lambda {}u, n = {}\n",
                                 report.source, report.isGeneralized ? "B " : "", result.n);
  text += density.isExact() ? "all eigenvalues by LAPACK, for fewer products than random vectors would take\n"
                            : fmt::format("{} random vectors, {} steps of Lanczos with each\n",
                                          density.probes().size(), result.steps);
  if (result.status != Status::Converged)
    text += fmt::format("INCOMPLETE ({}): {}\n", nameOf(result.status), result.reason);
  text += fmt::format("from {:.6g} to {:.6g}, each smoothed to a Gaussian of standard deviation {:.4g}\n\n",
                      density.low(), density.high(), report.width);
  std::string lines;
  for (const auto& trace : report.traces) lines += traceLine(trace, report.isGeneralized);
  if (report.count)
    lines += estimateLine(
        fmt::format("values in [{:g}, {:g}]", report.arguments.count[0], report.arguments.count[1]),
        *report.count);
  if (!lines.empty())
    text += fmt::format("{:<28}  {:>15}  {:>12}  {:>12}\n{}\n", "", "estimate", "std. error", "quadrature",
                        lines);
  return text + costTable(result.applications, result.seconds, report.ranks, report.build);
}

}  // namespace ritz
