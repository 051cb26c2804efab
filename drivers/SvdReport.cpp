#include <ritz/drivers/ResultFile.hpp>
#include <ritz/drivers/ResultTable.hpp>
#include <ritz/drivers/SvdReport.hpp>

#include <fmt/format.h>

#include <cmath>

namespace ritz {

namespace {

using Json = nlohmann::ordered_json;

std::string whichOf(const SvdResult<double>& result) {
  return std::holds_alternative<Largest>(result.options.which) ? "largest" : "smallest";
}

long long rowsOf(const SvdResult<double>& result) {
  return static_cast<long long>(result.problem.A->getRangeMap()->getGlobalNumElements());
}

long long columnsOf(const SvdResult<double>& result) {
  return static_cast<long long>(result.problem.A->getDomainMap()->getGlobalNumElements());
}

/// Of both residuals together.
std::vector<double> residuals(const SvdResult<double>& result) {
  std::vector<double> both;
  for (std::size_t j = 0; j < result.values.size(); ++j)
    both.push_back(std::hypot(result.leftResiduals[j], result.rightResiduals[j]));
  return both;
}

std::string residualDefinition(const SvdOptions& options) {
  return fmt::format(
      "(||A v - sigma u||^2 + ||A^T u - sigma v||^2)^(1/2), recomputed from the vectors; converged: <= {:g} "
      "|A|",
      options.tolerance);
}

/// What to try where the smallest values came too slowly.
std::string advice(const SvdResult<double>& result) {
  if (result.status == Status::Converged || result.status == Status::Stopped) return "";
  if (whichOf(result) == "largest" || result.problem.inverse) return "";
  return std::string("The smallest values come in few steps with --inverse factor") +
         (result.problem.preconditioner ? ".\n" : ", or with --preconditioner ilu.\n");
}

}  // namespace

nlohmann::ordered_json svdJson(const SvdReport& report) {
  const SvdResult<double>& result = report.result;
  Json json = headJson(report.build, "svd", report.words);
  json["status"] = nameOf(result.status);
  json["reason"] = result.reason;
  json["problem"] = {{"n", std::min(rowsOf(result), columnsOf(result))},
                     {"rows", rowsOf(result)},
                     {"columns", columnsOf(result)},
                     {"source", report.source}};
  json["method"] = methodJson(result.method);
  json["k"] = result.options.numTriplets;
  json["which"] = whichOf(result);
  json["tolerance"] = jsonNumber(result.options.tolerance);
  json["seed"] = result.options.seed;
  json["num_converged"] = result.numConverged();
  json["converged"] = result.converged;
  json["values"] = numbersJson(result.values);
  json["residuals"] = numbersJson(residuals(result));
  json["left_residuals"] = numbersJson(result.leftResiduals);
  json["right_residuals"] = numbersJson(result.rightResiduals);
  json["residual_definition"] = residualDefinition(result.options);
  json["norm_estimate"] = {{"A", jsonNumber(result.normA)}};
  json["error_bounds"] = numbersJson(result.errorBounds);
  json["applications"] = {{"A", countJson(result.applications.A)},
                          {"adjoint", countJson(result.applications.adjoint)},
                          {"inverse", countJson(result.applications.inverse)},
                          {"preconditioner", countJson(result.applications.preconditioner)},
                          {"factorizations", result.applications.factorizations},
                          {"verification_columns", result.applications.verificationColumns}};
  json["seconds"] = secondsJson(result.seconds);
  addCircumstances(json, report.ranks, report.build);
  json["history"] = historyJson(result.history);
  return json;
}

std::string svdTable(const SvdReport& report) {
  const SvdResult<double>& result = report.result;
  std::string text = fmt::format(
      "{}: A v = sigma u, {} x {}, {} {}\n{}, basis {}: {}\n\n{:>7}  {:>22}  {:>9}  {:>11}\n", report.source,
      rowsOf(result), columnsOf(result), result.options.numTriplets, whichOf(result), result.method.name,
      result.method.basis, result.method.why, "triplet", "sigma", "residual", "error bound");
  const std::vector<double> both = residuals(result);
  for (std::size_t j = 0; j < both.size(); ++j)
    text += fmt::format("{:>7}  {:>22.14e}  {:>9.1e}  {:>11.1e}  {}\n", j + 1, result.values[j], both[j],
                        result.errorBounds[j], result.converged[j] ? "converged" : "NOT CONVERGED");
  Applications counts;
  counts.A = result.applications.A;
  counts.inverse = result.applications.inverse;
  counts.preconditioner = result.applications.preconditioner;
  counts.factorizations = result.applications.factorizations;
  return text +
         fmt::format(
             "\nresidual: {}\n          |A| = {:.4g}\n{}: {}\n\n{:<16}{} products in {} calls, "
             "{:.3g} s\n",
             residualDefinition(result.options), result.normA,
             result.allConverged() ? "converged" : "NOT CONVERGED", result.reason, "A transposed",
             result.applications.adjoint.columns, result.applications.adjoint.calls,
             result.applications.adjoint.seconds) +
         costTable(counts, result.seconds, report.ranks, report.build) + advice(result);
}

}  // namespace ritz
