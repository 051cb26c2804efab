#include <ritz/drivers/ReportTables.hpp>
#include <ritz/drivers/ResultPictures.hpp>
#include <ritz/drivers/ResultReader.hpp>

#include <fmt/format.h>

#include <cmath>

namespace ritz {

namespace {

using Json = nlohmann::ordered_json;

/// "-" for what is missing or not finite.
std::string figure(double value, const char* form = "{:.3g}") {
  return std::isfinite(value) ? fmt::format(fmt::runtime(form), value) : "-";
}

std::string count(double value) { return figure(value, "{:.0f}"); }

std::string entry(const Json& list, std::size_t index, const char* form) {
  return figure(numberAt(list, "/" + std::to_string(index)), form);
}

void addPairs(const Json& result, std::vector<ReportTable>& tables) {
  const ResultWords words = wordsOf(result);
  ReportTable table{words.heading,
                    textAt(result, "/residual_definition"),
                    {words.pair, words.value, "residual", "error bound"},
                    {}};
  const bool saysWhich = result.contains("converged") && result["converged"].is_array() &&
                         result["converged"].size() == result["values"].size();
  if (saysWhich) table.columns.push_back("converged");
  for (std::size_t j = 0; j < result["values"].size(); ++j) {
    table.rows.push_back({std::to_string(j + 1), entry(result["values"], j, "{:.12e}"),
                          entry(result["residuals"], j, "{:.1e}"),
                          entry(result["error_bounds"], j, "{:.1e}")});
    if (saysWhich) table.rows.back().push_back(result["converged"][j] == true ? "yes" : "NO");
  }
  tables.push_back(std::move(table));
}

/// Traces and the number of values in an interval.
void addEstimates(const Json& result, std::vector<ReportTable>& tables) {
  ReportTable table{"Estimates",
                    "The standard error comes from the random vectors, the other from the steps of Lanczos.",
                    {"", "estimate", "std. error", "quadrature"},
                    {}};
  const auto add = [&](const std::string& name, const Json& found) {
    table.rows.push_back({name, figure(numberAt(found, "/value"), "{:.7g}"),
                          figure(numberAt(found, "/standard_error"), "{:.1e}"),
                          figure(numberAt(found, "/quadrature_error"), "{:.1e}")});
  };
  for (const Json& trace : result["traces"]) add("trace " + textAt(trace, "/name"), trace);
  if (result.contains("count"))
    add(fmt::format("values in [{:g}, {:g}]", numberAt(result, "/count/from"), numberAt(result, "/count/to")),
        result["count"]);
  if (!table.rows.empty()) tables.push_back(std::move(table));
}

void addProducts(const Json& result, std::vector<ReportTable>& tables) {
  const double verified = numberAt(result, "/applications/verification_columns"),
               adjoint = numberAt(result, "/applications/adjoint/columns"),
               all = numberAt(result, "/applications/A/columns") + (adjoint > 0 ? adjoint : 0.0);
  ReportTable table{"Products", "", {"with", "vectors", "calls", "seconds"}, {}};
  if (verified > 0 && !isDensity(result))
    table.caption = fmt::format(
        "Of the vectors multiplied by {}, {:.0f} belong to norms, recomputed residuals and the search for "
        "missed copies; {:.0f} to the iteration.",
        wordsOf(result).products, verified, all - verified);
  const auto add = [&](const char* name, const std::string& pointer) {
    if (numberAt(result, pointer + "/columns") > 0)
      table.rows.push_back({name, count(numberAt(result, pointer + "/columns")),
                            count(numberAt(result, pointer + "/calls")),
                            figure(numberAt(result, pointer + "/seconds"))});
  };
  add("A", "/applications/A");
  add("A transposed", "/applications/adjoint");
  add("B", "/applications/B");
  add("preconditioner", "/applications/preconditioner");
  add("inverse of A - sigma B", "/applications/inverse");
  add("A, adjoint", "/adjoint_applications/A");
  add("B, adjoint", "/adjoint_applications/B");
  if (!table.rows.empty()) tables.push_back(std::move(table));
}

void addSeconds(const Json& result, std::vector<ReportTable>& tables) {
  ReportTable table{"Seconds", "Of the solve.", {"part", "seconds", "share"}, {}};
  const double total = numberAt(result, "/seconds/total");
  for (const auto& [name, seconds] : secondsSpent(result))
    table.rows.push_back({name, figure(seconds), figure(100.0 * seconds / total, "{:.0f} %")});
  if (!table.rows.empty()) tables.push_back(std::move(table));
}

/// Lists of objects with the same members: `comparison` of the Hessian.
void addComparison(const Json& result, std::vector<ReportTable>& tables) {
  if (!result.contains("comparison")) return;
  ReportTable table{"Comparison",
                    textAt(result, "/comparison/note"),
                    {"method", "products", "with verification", "converged", "worst residual", "seconds"},
                    {}};
  for (const Json& run : result["comparison"]["methods"])
    table.rows.push_back(
        {textAt(run, "/name"), count(numberAt(run, "/products")),
         count(numberAt(run, "/products_with_verification")), count(numberAt(run, "/converged")),
         figure(numberAt(run, "/max_residual"), "{:.1e}"), figure(numberAt(run, "/seconds"))});
  tables.push_back(std::move(table));
}

void addGradient(const Json& result, std::vector<ReportTable>& tables) {
  if (!result.contains("gradient")) return;
  const bool isVerified = result.contains("verification");
  ReportTable table{"Gradient", "", {"parameter", "derivative"}, {}};
  if (isVerified) table.columns.push_back("by differences");
  const double error = numberAt(result, "/gradient_error_estimate");
  if (std::isfinite(error)) table.caption = fmt::format("Relative error, estimated: {:.1e}.", error);
  for (std::size_t i = 0; i < result["gradient"].size(); ++i) {
    const Json names = result.value("gradient_names", Json::array());
    table.rows.push_back({i < names.size() ? names[i].get<std::string>() : std::to_string(i + 1),
                          entry(result["gradient"], i, "{:.10e}")});
    if (isVerified)
      table.rows.back().push_back(entry(result["verification"]["finite_difference"], i, "{:.10e}"));
  }
  tables.push_back(std::move(table));
}

}  // namespace

std::vector<ReportTable> reportTables(const nlohmann::ordered_json& result) {
  std::vector<ReportTable> tables;
  if (isDensity(result))
    addEstimates(result, tables);
  else
    addPairs(result, tables);
  addComparison(result, tables);
  addGradient(result, tables);
  addProducts(result, tables);
  addSeconds(result, tables);
  return tables;
}

std::vector<std::pair<std::string, std::string>> reportFacts(const nlohmann::ordered_json& result) {
  std::vector<std::pair<std::string, std::string>> facts{
      {"size n", count(numberAt(result, "/problem/n"))},
      {"products with A", count(numberAt(result, "/applications/A/columns"))},
      {"seconds", figure(numberAt(result, "/seconds/total"))},
      {"method", textAt(result, "/method/name")}};
  const auto addNumber = [&](const char* name, const char* pointer, const char* form) {
    const double value = numberAt(result, pointer);
    if (std::isfinite(value)) facts.emplace_back(name, figure(value, form));
  };
  addNumber("tolerance", "/tolerance", "{:.0e}");
  addNumber("random vectors", "/method/probes_taken", "{:.0f}");
  addNumber("steps with each", "/method/steps", "{:.0f}");
  addNumber("loss", "/loss", "{:.6g}");
  addNumber("accuracy", "/accuracy", "{:.4g}");
  facts.emplace_back("ranks x threads",
                     count(numberAt(result, "/ranks")) + " x " + count(numberAt(result, "/threads")));
  return facts;
}

}  // namespace ritz
