#pragma once

#include <ritz/operators/ParametricOperator.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ritz {

/// Remainders of Taylor's formula at shrinking steps, and how fast they shrink.
struct TaylorTest {
  std::vector<double> remainders;  ///< one for each step
  double slope = 0.0;              ///< of log remainder over log step; +∞ if all of them are rounding
};

struct DerivativeCheck {
  std::vector<double> steps;
  TaylorTest first;  ///< ‖A(θ + h p)X − A(θ)X − h (∂A/∂θ·p)X‖: the slope of a correct derivative is 2 or more
  double gradientDefect =
      0.0;  ///< |⟨∂/∂θ Re⟨W, A V⟩, p⟩ − Re⟨W, (∂A/∂θ·p)V⟩| over the sum of the terms' sizes
  bool hasSecond = false;  ///< accumulateSecond is there
  TaylorTest second;  ///< ‖g(θ + h p) − g(θ) − h s‖, g from accumulateGradient, s from accumulateSecond
};

struct DerivativeCheckOptions {
  double firstStep =
      0.1;  ///< h₀ > 0; the steps are h₀ 2⁻ⁱ times 1, so scale p to what is a moderate change of θ
  int numSteps = 6;         ///< ≥ 2
  std::size_t columns = 2;  ///< ≥ 1, of X, W and V
  std::uint64_t seed = 0;
};

/// Checks the derivatives of A at its present θ in direction p. Puts θ back, whatever happens (version()
/// still rises). Throws InvalidOption, SpaceMismatch.
template <class S>
DerivativeCheck derivativeCheck(ParametricOperator<S>& A, const typename ParametricOperator<S>::Theta& p,
                                const DerivativeCheckOptions& options = {});

}  // namespace ritz
