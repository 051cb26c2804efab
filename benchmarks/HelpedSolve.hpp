#pragma once

#include <ritz/benchmarks/ReferenceCase.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace ritz::bench {

/// What the solvers get.
struct Help {
  std::string
      kind;  ///< ilu (level 0), amg (smoothed aggregation, Chebyshev smoothers), factor (LDLᵀ by MUMPS)
  int degree = 2;        ///< of the smoothers
  double tolerance = 0;  ///< ‖A v − θ B v‖₂ ≤ tolerance·max|λ|·√‖B‖ for ‖v‖_B = 1
  std::uint64_t seed = 0;
};

struct HelpedAnswer {
  std::vector<double> values;  ///< ascending
  long applications = 0;       ///< of A on a column, with what Ritz spends on its verification
  long verification = 0;
  long helped =
      0;  ///< columns of the preconditioner or the inverse; of SLEPc's Davidson and LOBPCG unknown, 0
  long factorizations = 0;
  double seconds = 0;  ///< the setup of the help and the solve
  std::string note{};
};

/// The smallest values by ritz-auto, which takes Davidson with a preconditioner, and ritz-lobpcg.
std::vector<std::string> ritzSolvers(const std::string& kind);
HelpedAnswer solveByRitz(const ReferenceCase& problem, const std::string& solver, const Help& help);

/// By slepc-gd, -gd-40 (40 vectors), -jd, -lobpcg, with LDLᵀ slepc-krylov-schur. What Ritz shifts before it
/// factors a singular A is shifted here, too. Throws std::runtime_error with PETSc's message.
std::vector<std::string> slepcSolvers(const std::string& kind);
HelpedAnswer solveBySlepc(const ReferenceCase& problem, const std::string& solver, const Help& help);

/// Between construction and seconds().
class WallClock {
 public:
  WallClock();
  double seconds() const;

 private:
  double begun_;
};

}  // namespace ritz::bench
