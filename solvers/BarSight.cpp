#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BarSight.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

template <class S>
bool isExcluded(const RitzEstimates<S>& ritz, const Which& order, const BarSight<Real<S>>& sight) {
  constexpr long FewSteps = 3, StepsThatShowTheWidth = 10;
  if (sight.steps < FewSteps || ritz.size() == 0) return false;
  const Real<S> best = orderKey(ritz.theta(0), order);
  const Real<S> gap = best - orderKey(sight.bar, order), open = ritz.residual(0);
  if (!(gap > open)) return false;
  const auto [low, high] = std::minmax_element(ritz.values().begin(), ritz.values().end());
  const Real<S> width = std::max(*high - *low, sight.knownWidth);
  double gamma = 0;
  if (sight.knownWidth > 0 || sight.steps >= StepsThatShowTheWidth)
    gamma = static_cast<double>(gap / std::max(gap, width));
  if (sight.farEnd) {
    const Real<S> whole = std::max(width, orderKey(*sight.farEnd, order) - best);
    gamma = std::max(gamma, static_cast<double>((gap - open) / (whole + open)));
  }
  const double amplification = static_cast<double>(sight.steps) * std::acosh(1 + 2 * gamma);
  return amplification > std::log(2e3 * std::sqrt(static_cast<double>(sight.n)));
}

#define RITZ_IS_EXCLUDED(S) \
  template bool isExcluded<S>(const RitzEstimates<S>&, const Which&, const BarSight<Real<S>>&);
RITZ_FOR_EACH_SCALAR(RITZ_IS_EXCLUDED)

}  // namespace ritz
