#pragma once

#include <ritz/solvers/CorrectionTimes.hpp>
#include <ritz/solvers/Pencil.hpp>

#include <chrono>
#include <string>

namespace ritz {

/// Whether the steps of Davidson's method solve their correction equations. Where that is left open, the
/// first steps are those of GD+k, with a clock; inner solves that turn out to be slower than expected are
/// given up again. The clock of rank 0 decides, or EigenOptions::costs. The idea, to measure both and switch,
/// is that of PRIMME's DYNAMIC method.
template <class S>
class CorrectionChoice {
 public:
  /// `pencil` has to outlive it; `basis` vectors are kept. Local.
  CorrectionChoice(const Pencil<S>& pencil, const EigenOptions& options, const Davidson& parameters,
                   int basis);

  /// A step begins, `converged` pairs are there: true if it is to solve. Collective.
  bool solvesNext(int converged);

  /// From now on no step is to solve.
  void ruleOut() { wanted_ = InnerSolves::Never; }

  /// The clock stands until the next step.
  void pause() { isRunning_ = false; }

  std::string describe() const { return why_; }  ///< empty: nothing was chosen

 private:
  /// What steps of one kind took: all seconds, those in products, and products with A.
  struct Spent {
    double seconds = 0, inProducts = 0;
    long products = 0, steps = 0;
  };

  Spent total() const;
  void noteStep();
  void consider(int converged);
  CorrectionTimes times() const;
  CorrectionTimes measured() const;

  const Pencil<S>& pencil_;
  const CostModel& costs_;
  InnerSolves wanted_;
  int block_, basis_;
  bool isRunning_ = false, isInner_ = false;
  long steps_ = 0, nextLook_;
  double stepsPerPair_ = 0;
  Spent before_, outer_, inner_;
  std::string why_;
};

}  // namespace ritz
