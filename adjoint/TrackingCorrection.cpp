#include <ritz/adjoint/ApplicationAlgebra.hpp>
#include <ritz/adjoint/ProjectedSylvester.hpp>
#include <ritz/adjoint/TrackingCorrection.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

namespace {

bool atAnEnd(const Which& which) {
  return std::holds_alternative<Smallest>(which) || std::holds_alternative<Largest>(which) ||
         std::holds_alternative<LargestMagnitude>(which);
}

}  // namespace

template <class S>
TrackingCorrection<S>::TrackingCorrection(const Pencil<S>& pencil, const EigenResult<S>& previous,
                                          SylvesterOptions sylvester)
    : pencil_(pencil), previous_(previous), sylvester_(sylvester), residuals_(pencil) {}

template <class S>
MultiVector<S> TrackingCorrection<S>::of(const MultiVector<S>& R, const std::vector<int>& which,
                                         const TrackedState<S>& state) {
  if (!atAnEnd(previous_.options.which)) return solved(R, which, state);
  if (!pencil_.preconditioner && pencil_.massInverse) {
    MultiVector<S> T(pencil_.map, R.getNumVectors(), false);
    pencil_.massInverse->apply(R, T);
    return T;
  }
  std::vector<Real<S>> theta;
  for (const int j : which) theta.push_back(state.ritz.values[static_cast<std::size_t>(j)]);
  return residuals_.of(R, theta);
}

/// As far down as the worst of them has to go, with room for what is of second order.
template <class S>
MultiVector<S> TrackingCorrection<S>::solved(const MultiVector<S>& R, const std::vector<int>& which,
                                             const TrackedState<S>& state) {
  EigenResult<S> now = previous_;
  now.guards = {};
  Dense<S> C(state.basis.size(), static_cast<int>(now.values.size()));
  for (int j = 0; j < C.cols(); ++j) {
    std::copy_n(state.ritz.vectors.column(j), C.rows(), C.column(j));
    now.values[static_cast<std::size_t>(j)] =
        state.ritz.values[static_cast<std::size_t>(j)] * pencil_.valueScale();
  }
  MultiVector<S> U = state.basis.vectors(C);
  U.scale(S(std::sqrt(pencil_.massScale())));
  now.vectors = std::make_shared<MultiVector<S>>(std::move(U));
  SolveGoal<S> goal;
  goal.residual = Real<S>(0.3);
  for (const int j : which)
    goal.residual = std::min(goal.residual,
                             Real<S>(0.3) * pencil_.tolerance / state.relative[static_cast<std::size_t>(j)]);
  goal.group.assign(which.size(), 0);
  goal.fixedSquare = {Real<S>(0)};
  const ProjectedSylvester<S> sylvester(now, sylvester_);
  MultiVector<S> F(R, Teuchos::Copy);
  F.scale(S(-1 / pencil_.A->scale()));
  const auto solution = sylvester.solve(F, which, goal);
  applications_ = plus(applications_, sylvester.applications());
  return MultiVector<S>(*solution.X, Teuchos::Copy);
}

RITZ_INSTANTIATE(TrackingCorrection)

}  // namespace ritz
