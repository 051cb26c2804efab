#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BarSight.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

/// ln 1/v.
double unlikelihood(long long n) { return std::log(1e3 * std::sqrt(static_cast<double>(n))); }

/// By amplification against the best value, `gap` better than which the bar is.
template <class S>
bool isAmplified(const RitzEstimates<S>& ritz, const Which& order, const BarSight<Real<S>>& sight,
                 Real<S> gap) {
  constexpr long StepsThatShowTheWidth = 10;
  const Real<S> best = orderKey(ritz.theta(0), order), open = ritz.residual(0);
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
  return amplification > unlikelihood(sight.n) + std::log(2.0);
}

/// By the Rayleigh quotient that a pair at the bar would make, over a few c; `whole` is the distance from the
/// best value to the far end.
bool isBelowItsBound(double gap, double whole, long steps, long long n) {
  const double shares[] = {0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4};
  return std::any_of(std::begin(shares), std::end(shares), [&](double share) {
    const double above = share * gap, rest = whole + above;
    const double logT =
        static_cast<double>(steps - 1) * std::acosh(1 + 2 * (gap - above) / rest) - std::log(2.0);
    return logT - unlikelihood(n) > std::log(rest / above) / 2;
  });
}

}  // namespace

template <class S>
bool isExcluded(const RitzEstimates<S>& ritz, const Which& order, const BarSight<Real<S>>& sight) {
  constexpr long FewSteps = 3;
  if (sight.steps < FewSteps || ritz.size() == 0) return false;
  const Real<S> best = orderKey(ritz.theta(0), order);
  const Real<S> gap = best - orderKey(sight.bar, order);
  if (!(gap > 0)) return false;
  constexpr double Rare = 3e-4;
  if (static_cast<double>(sight.share) * std::sqrt(static_cast<double>(sight.n)) < Rare) return true;
  if (isAmplified(ritz, order, sight, gap)) return true;
  if (!sight.farEnd || sight.steps != ritz.size()) return false;
  const Real<S> worst = orderKey(ritz.theta(ritz.size() - 1), order);
  const Real<S> whole = std::max(worst, orderKey(*sight.farEnd, order)) - best;
  return isBelowItsBound(static_cast<double>(gap), static_cast<double>(whole), sight.steps, sight.n);
}

#define RITZ_IS_EXCLUDED(S) \
  template bool isExcluded<S>(const RitzEstimates<S>&, const Which&, const BarSight<Real<S>>&);
RITZ_FOR_EACH_SCALAR(RITZ_IS_EXCLUDED)

}  // namespace ritz
