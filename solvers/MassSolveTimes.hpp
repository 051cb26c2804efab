#pragma once

#include <string>

namespace ritz {

/// What a step costs with a B whose inverse is not given, in seconds: Lanczos solves with B by conjugate
/// gradients, to the accuracy of the pairs, in each of them; Davidson's method only multiplies with B.
struct MassSolveTimes {
  double application = 0;  ///< of A on one column
  double mass = 0;         ///< of B on one column
  double solve = 0;        ///< with B to the accuracy that Lanczos needs; 0: not known
  double roughSolve = 0;   ///< to RoughTolerance
  double column = 0;       ///< of orthogonalising a vector against one of the basis

  /// Residuals that are solved with B to that accuracy make Davidson's method find the largest values in
  /// about twice the steps of Lanczos, however B is scaled. The smallest ones, smooth vectors as a rule, come
  /// faster without: in about as many.
  static constexpr double RoughTolerance = 0.1;

  double lanczosStep() const;
  double davidsonStep(bool atUpperEnd, int basis) const;

  /// How many times as long a step of Lanczos may take, as it is expected to do over the whole run; above 1
  /// Davidson's method is faster.
  double gain(bool atUpperEnd, int basis) const;

  /// The figures that gain rests on.
  std::string describe() const;
};

}  // namespace ritz
