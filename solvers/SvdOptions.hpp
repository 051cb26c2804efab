#pragma once

#include <ritz/solvers/EigenOptions.hpp>

#include <cstdint>
#include <variant>

namespace ritz {

struct SvdOptions {
  int numTriplets = 6;                                ///< k, 1 ≤ k ≤ min(m, n)
  std::variant<Largest, Smallest> which = Largest{};  ///< Smallest: see svdsolve
  /// A triplet (σ, u, v) has converged when (‖A v − σ u‖² + ‖Aᴴu − σ v‖²)^½ ≤ tolerance·α with α the largest
  /// ‖A x‖/‖x‖ seen; σ is then right to tolerance·α at least. In (0, 1).
  double tolerance = 1e-8;
  int basis = 0;    ///< vectors kept of each kind, numTriplets + 2 ≤ basis; 0: max(30, 3·numTriplets)
  Budget budget{};  ///< its applications are columns of A and of Aᴴ together
  std::uint64_t seed = 0;  ///< of the start vector, which depends on (seed, global index) alone
};

/// Throws InvalidOption for anything out of range for an operator of min(m, n) = `dimension`.
void validate(const SvdOptions& options, long long dimension);

}  // namespace ritz
