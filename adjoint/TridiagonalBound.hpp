#pragma once

#include <vector>

namespace ritz {

/// The smallest Ritz value of an operator on the Krylov space that conjugate gradients walk through, from
/// their step lengths α and ratios β.
template <class R>
class TridiagonalBound {
 public:
  /// After each step: α = ⟨r, z⟩/⟨p, H p⟩, and β = ⟨r₊, z₊⟩/⟨r, z⟩. Returns the smallest eigenvalue of the
  /// tridiagonal matrix so far, to three digits; of a singular one something of the size of rounding.
  /// O(steps).
  R add(R alpha, R beta);

 private:
  bool hasValueBelow(R x) const;

  std::vector<R> diagonal_, besideSquare_;
  R alpha_ = 0, beta_ = 0, smallest_ = 0, largest_ = 0;
};

}  // namespace ritz
