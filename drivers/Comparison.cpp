#include <ritz/drivers/Comparison.hpp>
#include <ritz/drivers/PowerIteration.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace ritz {

namespace {

int arpackMemory(int k) { return std::max(2 * k, 20); }

ComparedMethod summary(std::string name, const EigenResult<double>& result) {
  ComparedMethod method{std::move(name),
                        result.applications.A.columns - result.applications.verificationColumns,
                        result.applications.verificationColumns,
                        result.numConverged(),
                        0.0,
                        result.seconds.total};
  for (const double residual : result.residuals) method.maxResidual = std::max(method.maxResidual, residual);
  return method;
}

ComparedMethod arpackLike(const EigenResult<double>& result, Monitor* monitor) {
  EigenOptions options = result.options;
  const auto n = static_cast<int>(result.problem.A->getDomainMap()->getGlobalNumElements());
  options.method = KrylovSchur{std::min(arpackMemory(options.numPairs), n - 1), 1};
  options.checkpoint = {};
  return summary("krylov-schur", eigsolve<double>(result.problem, options, {}, monitor));
}

ComparedMethod power(const EigenResult<double>& result, Monitor* monitor) {
  PowerOptions options;
  options.numPairs = result.options.numPairs;
  options.tolerance = result.options.tolerance;
  options.norm = result.normA;
  options.maxProducts = std::max(1000L, 20L * static_cast<long>(result.applications.A.columns));
  options.seed = result.options.seed;
  const auto A = std::dynamic_pointer_cast<const LinearOperator<double>>(result.problem.A);
  const PowerResult found = powerIteration(*A, options, monitor);
  ComparedMethod method{"power", found.products, static_cast<long>(found.values.size()), found.converged,
                        0.0,     found.seconds};
  for (const double residual : found.residuals) method.maxResidual = std::max(method.maxResidual, residual);
  return method;
}

std::string noteOn(int k) {
  return fmt::format(
      "All to the same tolerance. krylov-schur keeps {} vectors, ARPACK's default, but is not ARPACK: it "
      "looks "
      "for convergence after every product, ARPACK only when all vectors are there. power deflates, finds "
      "values "
      "of largest magnitude, and is given up after 20 times the products of the first (1000 at least). "
      "Verification (norms, recomputed residuals, the search for missed copies) is counted apart.",
      arpackMemory(k));
}

}  // namespace

std::vector<ComparedMethod> compareMethods(const EigenResult<double>& result, Monitor* monitor) {
  return {summary(fmt::format("ritz ({})", result.method.name), result), arpackLike(result, monitor),
          power(result, monitor)};
}

nlohmann::ordered_json comparisonJson(const std::vector<ComparedMethod>& methods, int k) {
  nlohmann::ordered_json json{{"note", noteOn(k)}, {"methods", nlohmann::ordered_json::array()}};
  for (const auto& method : methods)
    json["methods"].push_back({{"name", method.name},
                               {"products", method.products},
                               {"products_with_verification", method.products + method.verification},
                               {"converged", method.converged},
                               {"max_residual", method.maxResidual},
                               {"seconds", method.seconds}});
  return json;
}

std::string comparisonTable(const std::vector<ComparedMethod>& methods, int k) {
  if (methods.empty()) return "";
  std::string text = fmt::format("\n{:<24}{:>9}{:>20}{:>11}{:>16}{:>9}\n", "comparison", "products",
                                 "with verification", "converged", "worst residual", "seconds");
  for (const auto& method : methods)
    text += fmt::format("{:<24}{:>9}{:>20}{:>11}{:>16.1e}{:>9.3g}\n", method.name, method.products,
                        method.products + method.verification, fmt::format("{}/{}", method.converged, k),
                        method.maxResidual, method.seconds);
  return text;
}

}  // namespace ritz
