#pragma once

#include <ritz/benchmarks/Case.hpp>

namespace ritz::bench {

/// What a solver hands over. Vectors are columns of n entries, one for each value, of any length.
struct Answer {
  bool saysConverged = false;
  std::vector<double> values, vectors;
  long verificationColumns = 0;  ///< of A's columns, those that the solver spent on checking itself
  std::string note;
};

struct Verdict {
  /// converged: said and true; wrong: said and not true; incomplete: not said.
  std::string status;
  double maxResidual = 0;    ///< over the best k pairs, ‖A v − θ B v‖₂/‖v‖₂
  double maxValueError = 0;  ///< |θ − λ| against the known values
  double orthogonality = 0;  ///< largest off-diagonal entry of VᵀBV for vectors of length 1
};

/// Recomputes everything from the vectors; costs k products, which are not counted (call it after the counts
/// are read). Residuals may exceed the threshold by a hundredth: rounding in a solver's own estimate is no
/// lie.
Verdict judge(const Case& problem, Answer answer);

}  // namespace ritz::bench
