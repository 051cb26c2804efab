#include <ritz/adjoint/SolveGoal.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

template <class T>
std::vector<T> picked(const std::vector<T>& list, const std::vector<int>& columns) {
  std::vector<T> result;
  for (const int column : columns) result.push_back(list[static_cast<std::size_t>(column)]);
  return result;
}

}  // namespace

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
SolveGoal<S> SolveGoal<S>::of(const std::vector<int>& columns) const {
  SolveGoal part = *this;
  part.group = picked(group, columns);
  part.rhs = picked(rhs, columns);
  part.operatorNorm = picked(operatorNorm, columns);
  if (!known.empty()) part.known = picked(known, columns);
  part.prepare(static_cast<int>(columns.size()));
  return part;
}

template <class S>
void SolveGoal<S>::take(const std::vector<int>& columns, const SolveGoal& part) {
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const auto at = static_cast<std::size_t>(columns[j]);
    residuals[at] = part.residuals[j];
    curvature[at] = std::min(curvature[at], part.curvature[j]);
    effective[at] = part.effective[j];
    reached[at] = part.reached[j];
  }
}

template <class S>
Real<S> SolveGoal<S>::wholeSquare(int which) const {
  Real<S> sum = fixedSquare[static_cast<std::size_t>(which)];
  for (std::size_t j = 0; j < group.size(); ++j)
    if (group[j] == which) sum += solution[j] * solution[j];
  return sum;
}

/// μ, 0 if there is no telling. Before a digit is won the steps say nothing about the eigenvalues of H. A
/// good start may be off in the directions of the smallest ones alone: where these are known, they limit μ,
/// with factors that make the errors of warm starts those of cold ones.
template <class S>
Real<S> SolveGoal<S>::smallest(std::size_t column) const {
  const bool isSettled = std::isfinite(effective[column]) && residuals[column] < start[column] / 10;
  if (known.empty()) return isSettled ? effective[column] : Real<S>(0);
  return std::min(Real<S>(isSettled ? 8 : 2) * known[column], effective[column]);
}

template <class S>
bool SolveGoal<S>::isReached(int column) const {
  const auto j = static_cast<std::size_t>(column);
  if (residuals[j] <= residual * rhs[j] || (singular > 0 && curvature[j] <= singular)) return true;
  if (!(error > 0)) return false;
  const auto members = static_cast<Real<S>>(std::count(group.begin(), group.end(), group[j]));
  return residuals[j] <= smallest(j) * error * std::sqrt(wholeSquare(group[j]) / members);
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
    if (group[j] == which && residuals[j] > 0) {
      const Real<S> mu = smallest(j);
      sum += std::norm(residuals[j] / (mu > 0 ? mu : effective[j]));
    }
  const Real<S> whole = wholeSquare(which);
  return whole > 0 ? std::sqrt(sum / whole) : 0;
}

RITZ_INSTANTIATE(SolveGoal)

}  // namespace ritz
