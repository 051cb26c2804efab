#pragma once

#include <ritz/solvers/eigsolve.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace ritz {

/// How much work one method took for the same pairs to the same tolerance.
struct ComparedMethod {
  std::string name;
  long products = 0;         ///< of the iteration alone
  long verification = 0;     ///< norms, recomputed residuals, search for missed copies
  int converged = 0;         ///< pairs within the tolerance
  double maxResidual = 0.0;  ///< of the pairs that it gave
  double seconds = 0.0;
};

/// This result beside Block Krylov-Schur in ARPACK's default memory, max(2k, 20) vectors, and power iteration
/// with deflation, both to this result's tolerance. Power iteration is given up after 20 times this result's
/// products (1000 at least). Collective.
std::vector<ComparedMethod> compareMethods(const EigenResult<double>& result, Monitor* monitor);

/// "comparison" of result.json: a note and a list of methods.
nlohmann::ordered_json comparisonJson(const std::vector<ComparedMethod>& methods, int k);

/// The same for a person; "" where nothing was compared.
std::string comparisonTable(const std::vector<ComparedMethod>& methods, int k);

}  // namespace ritz
