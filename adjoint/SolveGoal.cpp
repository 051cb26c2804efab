#include <ritz/adjoint/SolveGoal.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

template <class S>
void SolveGoal<S>::prepare(int columns) {
  const auto m = static_cast<std::size_t>(columns);
  residuals = rhs;
  start = rhs;
  residuals.resize(m);
  start.resize(m);
  curvature.assign(m, std::numeric_limits<Real<S>>::infinity());
  effective = curvature;
  solution.assign(m, Real<S>(0));
  reached.assign(m, false);
}

template <class S>
Real<S> SolveGoal<S>::wholeSquare(int which) const {
  Real<S> sum = fixedSquare[static_cast<std::size_t>(which)];
  for (std::size_t j = 0; j < group.size(); ++j)
    if (group[j] == which) sum += solution[j] * solution[j];
  return sum;
}

template <class S>
bool SolveGoal<S>::isReached(int column) const {
  const auto j = static_cast<std::size_t>(column);
  if (residuals[j] <= residual * rhs[j] || (singular > 0 && curvature[j] <= singular)) return true;
  // Before some steps nothing is known about the eigenvalues of H, least of all where the start was good.
  if (!(error > 0) || !std::isfinite(effective[j]) || !(residuals[j] < start[j] / 10)) return false;
  const auto members = static_cast<Real<S>>(std::count(group.begin(), group.end(), group[j]));
  return residuals[j] <= effective[j] * error * std::sqrt(wholeSquare(group[j]) / members);
}

template <class S>
bool SolveGoal<S>::isAtRounding(int column) const {
  const auto j = static_cast<std::size_t>(column);
  return residuals[j] <= std::numeric_limits<Real<S>>::epsilon() * (rhs[j] + operatorNorm[j] * solution[j]);
}

template <class S>
Real<S> SolveGoal<S>::relativeError(int which) const {
  Real<S> sum = 0;
  for (std::size_t j = 0; j < group.size(); ++j)
    if (group[j] == which && residuals[j] > 0) sum += std::norm(residuals[j] / effective[j]);
  const Real<S> whole = wholeSquare(which);
  return whole > 0 ? std::sqrt(sum / whole) : 0;
}

RITZ_INSTANTIATE(SolveGoal)

}  // namespace ritz
