#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/PlanWatch.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

// Of the steps that were expected: the first review looks at the costs of a step, the others at their number.
constexpr std::array<double, 3> Reviews{0.33, 1.3, 2.6};
constexpr double FewSteps = 10.0;
constexpr double WorthIt = 0.7;

double seconds(const std::optional<LanczosTimes>& times) { return times ? times->plain() : 0.0; }

}  // namespace

template <class S>
PlanWatch<S>::PlanWatch(const Pencil<S>& pencil, const EigenOptions& options, LanczosPlan<Real<S>> plan,
                        PlanTask task, SpectralEstimate<Real<S>> spectrum, double orthogonalization,
                        long steps)
    : pencil_(pencil),
      options_(options),
      plan_(std::move(plan)),
      task_(task),
      spectrum_(std::move(spectrum)),
      before_(work()),
      orthogonalizationBefore_(orthogonalization),
      stepsBefore_(steps),
      stepsAtReview_(steps),
      convergedAtReview_(task.converged) {}

template <class S>
ApplyCount PlanWatch<S>::work() const {
  ApplyCount work = pencil_.A->count();
  if (pencil_.massInverse) work.seconds += pencil_.massInverse->count().seconds;
  return work;
}

template <class S>
std::optional<long> PlanWatch<S>::next() const {
  if (plan_.steps <= 0 || reviews_ >= static_cast<int>(Reviews.size())) return std::nullopt;
  const double done = std::max(FewSteps, Reviews[static_cast<std::size_t>(reviews_)] * plan_.steps);
  return stepsBefore_ + static_cast<long>(std::ceil(done));
}

/// The seconds of a step; those of a product and of a column in the task become what they were since the
/// plan was made.
template <class S>
double PlanWatch<S>::learnCosts(double orthogonalization, long done) {
  const ApplyCount now = work();
  const double columns = static_cast<double>(std::max(1L, now.columns - before_.columns));
  const double products = columns / static_cast<double>(done);
  double measured[2] = {(now.seconds - before_.seconds) / columns,
                        (orthogonalization - orthogonalizationBefore_) / static_cast<double>(done)};
  Teuchos::broadcast(*pencil_.map->getComm(), 0, 2, measured);
  FilterTask& task = task_.filter;
  const double expected = plan_.secondsPerStep - products * task.secondsPerApplication;
  const CostModel& costs = options_.costs;
  double step = costs.application > 0 ? products * costs.application : products * measured[0];
  step += costs.column > 0 ? expected : measured[1];
  if (!(costs.application > 0)) task.secondsPerApplication = measured[0];
  if (!(costs.column > 0) && expected > 0) task.secondsPerColumn *= measured[1] / expected;
  return step;
}

/// Behind a filter it is none, else the best filter.
template <class S>
std::optional<LanczosPlan<Real<S>>> PlanWatch<S>::other() const {
  PlanTask task = task_;
  task.converged = 0;
  if (plan_.isPlain()) {
    auto plan = planLanczos(spectrum_, task);
    return plan.isPlain() ? std::nullopt : std::make_optional(std::move(plan));
  }
  const auto choice = chooseFilter(spectrum_, task.filter);
  if (!choice.times) return std::nullopt;
  LanczosPlan<Real<S>> plan;
  plan.basis = task.filter.basis;
  plan.steps = choice.times->plainSteps();
  plan.secondsPerStep = seconds(choice.times) / plan.steps;
  return plan;
}

template <class S>
std::optional<LanczosPlan<Real<S>>> PlanWatch<S>::review(double orthogonalization, long steps,
                                                         int converged) {
  ++reviews_;
  const long done = std::max(1L, steps - stepsBefore_);
  const double step = learnCosts(orthogonalization, done);
  const int gained = converged - convergedAtReview_, k = options_.numPairs;
  const double perPair = gained > 0 ? static_cast<double>(steps - stepsAtReview_) / gained
                                    : std::numeric_limits<double>::infinity();
  const double left = step * stepsLeft(plan_, done, k - converged, k, perPair);
  stepsAtReview_ = steps;
  convergedAtReview_ = converged;
  auto plan = other();
  if (!plan || plan->steps * plan->secondsPerStep > WorthIt * left) return std::nullopt;
  plan->why =
      fmt::format("after {} steps of {:.1e} s, {:.0f} of {:.1e} s were expected: {}", done, step, plan_.steps,
                  plan_.secondsPerStep, plan->isPlain() ? "no filter from there" : plan->why);
  return plan;
}

RITZ_INSTANTIATE(PlanWatch)

}  // namespace ritz
