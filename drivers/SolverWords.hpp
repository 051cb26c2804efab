#pragma once

#include <string>
#include <vector>

namespace ritz {

/// The words that options of the solver take: built ones, and planned ones that are refused as not built yet.
struct SolverWords {
  using Words = std::vector<std::string>;

  const Words which{"largest", "smallest", "largest-magnitude", "smallest-magnitude", "nearest", "interval"};
  const Words relativeTo{"norm", "value"};
  const Words methods{"auto", "dense", "lanczos", "krylov-schur", "lobpcg", "davidson", "randomized"};
  const Words plannedMethods{"power"};
  const Words filters{"auto", "none"};
  const Words preconditioners{"none", "jacobi", "ilu", "chebyshev", "amg"};
  const Words lockings{"soft", "hard"};
  const Words inners{"auto", "never", "always"};
  const Words inverses{"none", "factor", "krylov"};
};

}  // namespace ritz
