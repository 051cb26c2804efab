#pragma once

#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/ParametricProblem.hpp>
#include <ritz/adjoint/SecantPrediction.hpp>
#include <ritz/solvers/EigenOptions.hpp>

#include <memory>
#include <optional>

namespace ritz {

struct EigenFunctionOptions {
  /// numPairs, which, method, …; `tolerance` is where the pairs begin, tightened as the accuracies below ask.
  EigenOptions eigen{};
  AdjointOptions adjoint{};        ///< gradientTolerance follows from gradientAccuracy
  double valueAccuracy = 1e-8;     ///< wanted relative error of L, estimated, in (0, 1)
  double gradientAccuracy = 1e-4;  ///< wanted relative error of W behind the gradient, estimated, in (0, 1)
  bool startsWarm = true;  ///< tracks the earlier pairs where it can (TrackPairs.hpp), else solves anew
  /// Keeps the pairs in the order of the first solve as their values cross (modal assurance criterion); a
  /// mode that leaves the numPairs computed is lost, see EigenFunction::weakestMatch.
  bool followsModes = false;
};

/// Throws InvalidOption for anything out of range; eigsolve and EigenAdjoint check theirs.
void validate(const EigenFunctionOptions& options);

/// What an EigenFunction has done so far.
struct EigenFunctionCounts {
  int solves = 0;       ///< from scratch
  int tracked = 0;      ///< from earlier pairs
  int tightenings = 0;  ///< of pairs that proved too rough
  int gradients = 0;
  Applications pairs, adjoint;  ///< products for pairs and for gradients
};

/// L(θ) = ℓ(Λ(θ), U(θ)) with its gradient: what an optimiser calls.
///
///     ritz::EigenFunction<double> lowest(problem, loss, options);
///     const double L = lowest.value(theta);
///     lowest.gradient(theta, g);                 // solves nothing anew where θ is the same
///
/// Pairs and adjoint start from those of the last θ, or where the line through the last two leads. Not
/// thread-safe; moves the parameters of the problem.
template <class S>
class EigenFunction {
 public:
  using Theta = typename ParametricOperator<S>::Theta;

  /// Computes nothing. Throws InvalidOption.
  EigenFunction(ParametricProblem<S> problem, std::shared_ptr<const Loss<S>> loss,
                EigenFunctionOptions options = {});

  /// L(θ). Collective. Throws NotConvergedWith, and as eigsolve and Loss do.
  Real<S> value(const Theta& theta);

  /// g = dL/dθ. Collective. Throws also as EigenAdjoint does: GaugeDependent where there is none.
  void gradient(const Theta& theta, Theta& g);

  /// The adjoint of the pairs at θ, for MultipleValue and the like. Collective. Throws as value() does.
  const EigenAdjoint<S>& at(const Theta& theta);

  /// The estimated relative error of the last value.
  Real<S> valueError() const { return valueError_; }
  /// The least modal assurance criterion of the last move (1 without followsModes): below ½ or so a mode was
  /// lost.
  double weakestMatch() const { return weakest_; }
  const EigenFunctionCounts& counts() const { return counts_; }
  const ParametricProblem<S>& problem() const { return problem_; }

 private:
  bool isAt(const Theta& theta) const;
  void moveTo(const Theta& theta);
  void solve();
  void adopt(EigenResult<S> result);
  bool isRough() const;
  void tighten(Real<S> factor);
  EigenResult<S> predicted() const;

  ParametricProblem<S> problem_;
  std::shared_ptr<const Loss<S>> loss_;
  EigenFunctionOptions options_;
  double tolerance_;         // of the pairs, by now
  long columnsOfSolve_ = 0;  // of the last solve from scratch
  std::shared_ptr<const EigenAdjoint<S>> adjoint_;
  std::optional<Pullback<S>> pullback_;      // of the last gradient
  SecantPrediction<S> vectors_, responses_;  // U, and X of the gradients
  bool isFresh_ = false;                     // the pullback belongs to the pairs
  Real<S> valueError_ = 0;
  double weakest_ = 1.0;
  EigenFunctionCounts counts_;
};

}  // namespace ritz
