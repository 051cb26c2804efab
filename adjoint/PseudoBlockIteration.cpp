#include <ritz/adjoint/PseudoBlockIteration.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <numeric>

namespace ritz {

template <class S>
PseudoBlockIteration<S>::PseudoBlockIteration(SylvesterProblem<S>& problem, SolveGoal<S>& goal,
                                              MultiVector<S>& X, MultiVector<S>& R, int maxIterations)
    : problem_(problem),
      x_(X, Teuchos::Copy),
      r_(R, Teuchos::Copy),
      goal_(goal),
      X_(X),
      maxIterations_(maxIterations) {}

template <class S>
void PseudoBlockIteration<S>::initialize() {
  live_.resize(x_.getNumVectors());
  std::iota(live_.begin(), live_.end(), 0);
  problem_.setLSIndex(live_);
  residuals_ = columnNorms(r_);
  goal_.start = residuals_;
  curvatures_.assign(live_.size(), std::numeric_limits<Real<S>>::infinity());
  effective_ = curvatures_;
  failed_.assign(live_.size(), false);
  initialized_ = true;
  retire();
  if (!live_.empty()) begin();
}

template <class S>
void PseudoBlockIteration<S>::iterate() {
  if (!initialized_) initialize();
  while (!live_.empty() && iterations_ < maxIterations_) {
    step();
    ++iterations_;
    retire();
  }
  putColumns(X_, live_, x_);
}

/// Writes down how far every column is, and lets those go that are done or cannot go on.
template <class S>
void PseudoBlockIteration<S>::retire() {
  constexpr int Often = 4;  // ‖x‖ hardly changes in the end
  const bool measures = iterations_ % Often == 0;
  const std::vector<Real<S>> sizes = measures ? columnNorms(x_) : std::vector<Real<S>>();
  for (std::size_t p = 0; p < live_.size(); ++p) {
    const auto column = static_cast<std::size_t>(live_[p]);
    goal_.residuals[column] = residuals_[p];
    goal_.curvature[column] = std::min(goal_.curvature[column], curvatures_[p]);
    goal_.effective[column] = effective_[p];
    if (measures) goal_.solution[column] = sizes[p];
  }
  std::vector<int> going, done;
  for (std::size_t p = 0; p < live_.size(); ++p) {
    const int column = live_[p];
    const bool reached = goal_.isReached(column), stops = reached || failed_[p] || goal_.isAtRounding(column);
    goal_.reached[static_cast<std::size_t>(column)] = stops && !failed_[p];
    if (failed_[p] && !reached) stuck_.push_back(column);
    (stops ? done : going).push_back(static_cast<int>(p));
  }
  if (done.empty()) return;
  std::vector<int> leaving;
  for (const int p : done) leaving.push_back(live_[static_cast<std::size_t>(p)]);
  putColumns(X_, leaving, pickColumns(x_, done));
  keepItems(live_, going);
  keepItems(residuals_, going);
  keepItems(curvatures_, going);
  keepItems(effective_, going);
  keepItems(failed_, going);
  keepColumns(x_, going);
  keepColumns(r_, going);
  keep(going);
  problem_.setLSIndex(live_);
}

template <class S>
Teuchos::RCP<const MultiVector<S>> PseudoBlockIteration<S>::getNativeResiduals(
    std::vector<Real<S>>* norms) const {
  if (norms) *norms = residuals_;
  return Teuchos::null;
}

RITZ_INSTANTIATE(PseudoBlockIteration)

}  // namespace ritz
