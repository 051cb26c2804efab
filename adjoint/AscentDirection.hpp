#pragma once

#include <ritz/adjoint/MultipleValue.hpp>
#include <ritz/adjoint/ParametricProblem.hpp>

namespace ritz {

/// A direction in θ that raises the smallest of the values of a cluster, to first order.
template <class S>
struct AscentDirection {
  typename ParametricOperator<S>::Theta direction;
  Real<S> rate = 0;      ///< what the smallest value gains along the whole of `direction`, by the model
  Dense<S> Y;            ///< the subgradient's matrix: Y ⪰ 0, tr Y = 1
  Real<S> residual = 0;  ///< ‖g(Y)‖ of the least subgradient: zero at a stationary point
};

/// The steepest of them: with D(p) = MultipleValue::block along p and g(Y) the gradient of Re tr(Y D(p)),
///
///     max_{‖p‖ ≤ 1} λ_min(D(p)) = min_{Y ⪰ 0, tr Y = 1} ‖g(Y)‖,   p = g(Y)/‖g(Y)‖,
///
/// a small semidefinite problem (SpectraplexProgram) in Y alone, however many parameters there are. −p is the
/// steepest descent for the largest of the values. Zero where no direction ascends. Costs m(m + 1)/2
/// (complex: m²) gradients, no solve. Collective. Throws as MultipleValue does.
template <class S>
AscentDirection<S> steepestAscent(const MultipleValue<S>& value, const ParametricProblem<S>& problem);

/// The proximal one, for members that are nearly equal: p = argmax λ_min(Λ_c + D(p)) − ‖p‖²/(2 step), which
/// is step·g(Y) for the Y ⪰ 0 of trace 1 that minimises tr(Y Λ_c) + ½ step ‖g(Y)‖². The model is exact up to
/// O(‖p‖²), so that ascent by it does not stall where values cross. `step` > 0 in units of θ²/λ. Collective.
/// Throws InvalidOption (step), and as MultipleValue does.
template <class S>
AscentDirection<S> proximalAscent(const MultipleValue<S>& value, const ParametricProblem<S>& problem,
                                  Real<S> step);

}  // namespace ritz
