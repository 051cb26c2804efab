#pragma once

#include <string>

namespace ritz {

/// Seconds that the choice between GD+k and inner solves rests on. Inner steps need more products, the more
/// the fewer steps GD+k takes for a pair, and leave all but six of the outer steps of a pair out.
struct CorrectionTimes {
  double product = 0;  ///< of A, B and the preconditioner on one column
  double outer = 0;    ///< the rest of a step of GD+k: orthogonalisation, the small eigenproblem, residuals
  double inner = 0;    ///< the rest of a step of the inner iteration

  /// Without clocks: a step of GD+k against `basis` vectors, `column` seconds for each of them.
  static CorrectionTimes modelled(double product, double column, int basis);

  /// Time with inner solves over that of GD+k, for pairs that take GD+k `steps` steps each.
  double ratio(double steps) const;

  std::string describe() const;
};

}  // namespace ritz
