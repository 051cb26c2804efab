#pragma once

#include <ritz/solvers/CorrectionChoice.hpp>
#include <ritz/solvers/CorrectionEquation.hpp>
#include <ritz/solvers/DavidsonCorrection.hpp>

#include <string>

namespace ritz {

/// What the space of Davidson's method grows by: preconditioned residuals, or, where CorrectionChoice wants
/// it, solutions of the correction equation. These need a preconditioner that is definite, and values at an
/// end of the spectrum.
template <class S>
class DavidsonExpansion {
 public:
  /// `pencil`, `options` and `basis` have to outlive it. Local.
  DavidsonExpansion(const Pencil<S>& pencil, const EigenOptions& options, const Davidson& parameters,
                    const DavidsonBasis<S>& basis);

  /// One column for each pair of `ritz` that `targets` names; `converged` pairs pass `limit`. Collective.
  MultiVector<S> next(const SmallEigen<S>& ritz, const DavidsonTargets<S>& targets, int converged,
                      Real<S> limit);

  /// See DavidsonCorrection. Collective.
  MultiVector<S> amplified(const MultiVector<S>& X, int steps) { return correction_.amplified(X, steps); }

  /// Other work than steps begins.
  void pause() { choice_.pause(); }

  /// What was found and chosen, or nothing.
  std::string describe() const;

 private:
  int mostInnerSteps() const;

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  DavidsonCorrection<S> correction_;
  CorrectionEquation<S> equation_;
  CorrectionChoice<S> choice_;
};

}  // namespace ritz
