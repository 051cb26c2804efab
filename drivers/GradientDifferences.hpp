#pragma once

#include <ritz/adjoint/Pullback.hpp>
#include <ritz/drivers/GradientProblem.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <vector>

namespace ritz {

/// dL/dθ of a pullback at the parameters of the problem, on every rank. Collective.
std::vector<double> gradientOf(const GradientProblem& problem, const Pullback<double>& pullback);

/// Derivatives of a loss by fourth-order central differences of problems solved again to 1e-12: truncation
/// h⁴, rounding of the pairs over h.
class GradientDifferences {
 public:
  /// Both are referred to. Starts from the pairs of `result`.
  GradientDifferences(const GradientProblem& problem, const EigenResult<double>& result);

  /// Four solves for each parameter, h = 1e-3 max(1, |θ|). Collective. Throws as eigsolve does.
  std::vector<double> gradient() const;

  /// Of gradients along p, θ moved by 1e-3 at most: four solves, with an adjoint each. Collective. Throws as
  /// eigsolve and EigenAdjoint do.
  std::vector<double> hessianVector(const std::vector<double>& p) const;

 private:
  EigenResult<double> solvedAt(double step, const std::vector<double>& direction) const;

  const GradientProblem& problem_;
  const EigenResult<double>& result_;
  EigenOptions options_;
};

}  // namespace ritz
