#pragma once

#include <ritz/solvers/LanczosPlan.hpp>
#include <ritz/solvers/Pencil.hpp>

#include <optional>

namespace ritz {

/// A plan of Lanczos at work: whether it takes so much longer than expected that another is better.
template <class S>
class PlanWatch {
 public:
  /// `task` and `spectrum` are those that the plan was made from. The clocks start now, when the run has
  /// `orthogonalization` seconds and `steps` steps behind it.
  PlanWatch(const Pencil<S>& pencil, const EigenOptions& options, LanczosPlan<Real<S>> plan, PlanTask task,
            SpectralEstimate<Real<S>> spectrum, double orthogonalization, long steps);

  /// Steps after which to ask next; none where nothing is expected of the plan.
  std::optional<long> next() const;

  /// The plan to change to, if one is expected to take less than 0.7 of what this one still will, with rank
  /// 0's clocks or options.costs. Collective.
  std::optional<LanczosPlan<Real<S>>> review(double orthogonalization, long steps, int converged);

  const LanczosPlan<Real<S>>& plan() const { return plan_; }

 private:
  ApplyCount work() const;
  double learnCosts(double orthogonalization, long done);
  std::optional<LanczosPlan<Real<S>>> other() const;

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  LanczosPlan<Real<S>> plan_;
  PlanTask task_;
  SpectralEstimate<Real<S>> spectrum_;
  ApplyCount before_;
  double orthogonalizationBefore_;
  long stepsBefore_;
  int reviews_ = 0;
  long stepsAtReview_;  ///< the last one, or when the plan was made
  int convergedAtReview_;
};

}  // namespace ritz
