#pragma once

#include <ritz/operators/LinearOperator.hpp>
#include <ritz/solvers/Monitor.hpp>

#include <vector>

namespace ritz {

/// What power iteration needs: the criterion is that of eigsolve, so that both can be compared.
struct PowerOptions {
  int numPairs = 1;
  double tolerance = 1e-8;
  double norm = 1.0;     ///< α: a pair is accepted when ‖A v − θ v‖ ≤ tolerance·(α + |θ|)
  long maxProducts = 0;  ///< in all; the rest of the pairs is then given up
  std::uint64_t seed = 0;
};

struct PowerResult {
  std::vector<double> values;     ///< Ritz values of the vectors found, ascending
  std::vector<double> residuals;  ///< ‖A v − θ v‖ of their Ritz vectors
  int converged = 0;              ///< of them within the criterion
  long products = 0;              ///< of the iteration; the Ritz pairs cost one more for each
  double seconds = 0.0;
};

/// The pairs of symmetric A of largest magnitude, one after the other: v ← A v without its components along
/// the vectors found before (deflation), normalised. One product a step gives the residual, too. What most
/// people write first, here to be compared with. Collective.
PowerResult powerIteration(const LinearOperator<double>& A, const PowerOptions& options, Monitor* monitor);

}  // namespace ritz
