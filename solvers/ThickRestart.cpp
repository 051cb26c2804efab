#include <ritz/solvers/ThickRestart.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

int keptAtRestart(int size, int converged, int wanted, int block, long steps) {
  constexpr double LowestShare = 0.45, Spread = 0.2;
  const double turns = static_cast<double>(steps) * (std::sqrt(5.0) - 1) / 2;
  const double share = LowestShare + Spread * (turns - std::floor(turns));
  const int kept = converged + static_cast<int>(share * (size - converged));
  return std::max(1, std::min(std::max(kept, wanted), size - block));
}

}  // namespace ritz
