#include <ritz/drivers/ResultTable.hpp>
#include <ritz/operators/MatrixOperator.hpp>

#include <fmt/format.h>

#include <cmath>
#include <tuple>

namespace ritz {

namespace {

std::string several(long long count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string headline(const RunReport& report) {
  const auto& [result, method] = std::tie(report.result, report.result.method);
  std::string sizes = method.basis > 0 ? fmt::format(", basis {}", method.basis) : "";
  if (method.block > 0) sizes += fmt::format(", block {}", method.block);
  const bool isChosen = method.chosenBy == "auto";
  const std::string resumed =
      result.resumed.file.empty() ? "" : fmt::format("went on from {}\n", result.resumed.file);
  return fmt::format("{}: A u = lambda {}u, n = {}, {} {}\n{}{}, {}\n{}", report.source,
                     report.isGeneralized() ? "B " : "", report.n, result.options.numPairs,
                     describe(result.options.which), method.name, sizes,
                     isChosen ? "chosen by auto: " + method.why : "as asked", resumed);
}

std::string bound(double value) { return std::isfinite(value) ? fmt::format("{:.1e}", value) : "none"; }

std::string pairLines(const EigenResult<double>& result) {
  std::string text =
      fmt::format("{:>6}  {:>22}  {:>9}  {:>11}\n", "pair", "lambda", "residual", "error bound");
  for (std::size_t j = 0; j < result.values.size(); ++j)
    text +=
        fmt::format("{:>6}  {:>22.14e}  {:>9.1e}  {:>11}  {}\n", j + 1, result.values[j], result.residuals[j],
                    bound(result.errorBounds[j]), result.converged[j] ? "converged" : "NOT CONVERGED");
  return text;
}

std::string countLine(const char* name, const ApplyCount& count) {
  if (count.columns == 0 && count.calls == 0) return "";
  return fmt::format("{:<16}{} in {}, {:.3g} s\n", name, several(count.columns, "product"),
                     several(count.calls, "call"), count.seconds);
}

/// What to try where values other than the largest of a matrix were looked for by products alone.
std::string advice(const EigenResult<double>& result) {
  const auto& problem = result.problem;
  if (result.status == Status::Converged || result.status == Status::Stopped) return "";
  if (problem.shiftInverse || problem.preconditioner) return "";
  if (!dynamic_cast<const MatrixOperator<double>*>(problem.A.get())) return "";
  if (std::holds_alternative<Largest>(result.options.which) ||
      std::holds_alternative<LargestMagnitude>(result.options.which))
    return "";
  return "Of a matrix such values come in few steps with --inverse factor, or with --preconditioner amg or "
         "ilu.\n";
}

/// Where residuals are within a tolerance that is relative to the norm, and values of small size may have no
/// correct digits all the same.
std::string digitsNote(const EigenResult<double>& result) {
  constexpr double Share = 0.05, Rounding = 1e-13;
  if (result.status != Status::Converged || result.options.relativeTo == RelativeTo::Value) return "";
  const double norm = result.normB > 0 ? result.normA / result.normB : result.normA;
  long long count = 0;
  for (std::size_t j = 0; j < result.values.size(); ++j) {
    const double size = std::abs(result.values[j]);
    if (size > Rounding * norm && !(result.errorBounds[j] <= Share * size)) ++count;
  }
  if (count == 0) return "";
  return fmt::format(
      "{} an error bound above a twentieth of {}: values that are small beside the norm need a smaller "
      "--tolerance, or --relative-to value{}\n",
      count == 1 ? "1 value has" : fmt::format("{} values have", count), count == 1 ? "it" : "them",
      result.problem.shiftInverse ? "" : ", or --inverse factor");
}

}  // namespace

std::string costTable(const Applications& counts, const Timing& seconds, int ranks, const BuildInfo& build) {
  std::string text =
      countLine("A", counts.A) + countLine("B", counts.mass) + countLine("B inverse", counts.massInverse) +
      countLine("preconditioner", counts.preconditioner) + countLine("inverse", counts.inverse);
  if (counts.factorizations > 0) text += fmt::format("{:<16}{}\n", "factorizations", counts.factorizations);
  if (counts.verificationColumns > 0)
    text += fmt::format("{:<16}{} of those by A\n", "verification",
                        several(counts.verificationColumns, "product"));
  return text +
         fmt::format("{:<16}{:.3g} s: {:.3g} s in operators, {:.3g} s in orthogonalization; {} x {}, {}\n",
                     "time", seconds.total, seconds.operators, seconds.orthogonalization,
                     several(ranks, "rank"), several(build.threads, "thread"), build.backend);
}

std::string resultTable(const RunReport& report) {
  const auto& result = report.result;
  const std::string verdict =
      result.status == Status::Converged
          ? fmt::format("converged: {}; {}", several(result.numConverged(), "pair"), result.reason)
          : fmt::format("NOT CONVERGED ({}): {} of {}; {}", nameOf(result.status), result.numConverged(),
                        several(result.options.numPairs, "pair"), result.reason);
  const std::string remainder =
      result.remainder ? fmt::format("not seen: |lambda| of about {:.1e} at most\n", *result.remainder) : "";
  const std::string zeros = result.numZero > 0 ? several(result.numZero, "zero mode") + "\n" : "";
  return fmt::format("{}\n{}{}\nresidual: {}\n          |A| = {:.4g}, |B| = {:.4g}\n{}{}\n{}{}\n{}",
                     headline(report), pairLines(result), zeros, residualDefinition(result.options),
                     result.normA, result.normB, remainder, verdict, digitsNote(result), advice(result),
                     costTable(result.applications, result.seconds, report.ranks, report.build));
}

}  // namespace ritz
