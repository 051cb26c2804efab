#pragma once

#include <limits>

namespace ritz {

/// Sees that relative residuals are so near rounding, and have so long not fallen, that more steps cannot
/// help. `R` is the real type of the solve.
template <class R>
class RoundingFloor {
 public:
  /// Takes the residual of one step more; true once the floor is reached.
  bool reached(double residual) {
    constexpr double Rounding = std::numeric_limits<R>::epsilon();
    constexpr int Patience = 60;
    if (residual < 4 * Rounding) return true;
    if (residual < 0.8 * best_) {
      best_ = residual;
      steps_ = 0;
    }
    if (best_ > 1000 * Rounding) return false;
    return ++steps_ > Patience;
  }

 private:
  double best_ = std::numeric_limits<double>::infinity();
  int steps_ = 0;  ///< since it was near rounding, and no fifth less
};

}  // namespace ritz
