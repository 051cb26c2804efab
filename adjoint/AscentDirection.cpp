#include <ritz/adjoint/AscentDirection.hpp>
#include <ritz/adjoint/SpectraplexProgram.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ritz {

namespace {

/// The gradients of Re tr(E_r D(p)) for each E_r of the basis.
template <class S>
MultiVector<Real<S>> basisGradients(const HermitianBasis<S>& basis, const MultipleValue<S>& value,
                                    const ParametricProblem<S>& problem) {
  MultiVector<Real<S>> G(problem.parameterMap(), static_cast<std::size_t>(basis.dimension()));
  for (int r = 0; r < basis.dimension(); ++r)
    problem.accumulate(value.pull(basis.element(r)), *G.getVectorNonConst(static_cast<std::size_t>(r)));
  return G;
}

/// Coordinates of Λ_c − λ_min I.
template <class S>
std::vector<Real<S>> excess(const HermitianBasis<S>& basis, const std::vector<Real<S>>& values) {
  const Real<S> least = *std::min_element(values.begin(), values.end());
  Dense<S> above(basis.order(), basis.order());
  for (int i = 0; i < basis.order(); ++i) above(i, i) = S(values[static_cast<std::size_t>(i)] - least);
  return basis.coordinates(above);
}

/// g(Y) for the Y that minimises ½ ‖g(Y)‖² + weight·tr(Y (Λ_c − λ_min I)); `rate` is that trace without
/// weight.
template <class S>
AscentDirection<S> leastSubgradient(const MultipleValue<S>& value, const ParametricProblem<S>& problem,
                                    Real<S> weight) {
  const HermitianBasis<S> basis(value.multiplicity());
  const MultiVector<Real<S>> G = basisGradients(basis, value, problem);
  const std::vector<Real<S>> above = excess(basis, value.values());
  std::vector<Real<S>> linear = above;
  for (Real<S>& entry : linear) entry *= weight;
  const Dense<S> Y = SpectraplexProgram<S>(basis, gram(G, G), linear).minimizer();
  const std::vector<Real<S>> y = basis.coordinates(Y);
  AscentDirection<S> least{typename ParametricOperator<S>::Theta(G.getMap()), Real<S>(0), Y, Real<S>(0)};
  for (std::size_t r = 0; r < y.size(); ++r) least.direction.update(y[r], *G.getVector(r), Real<S>(1));
  least.residual = least.direction.norm2();
  least.rate = std::inner_product(y.begin(), y.end(), above.begin(), Real<S>(0));
  return least;
}

}  // namespace

template <class S>
AscentDirection<S> steepestAscent(const MultipleValue<S>& value, const ParametricProblem<S>& problem) {
  AscentDirection<S> ascent = leastSubgradient(value, problem, Real<S>(0));
  ascent.rate = ascent.residual;
  if (ascent.residual > Real<S>(0)) ascent.direction.scale(1 / ascent.residual);
  return ascent;
}

template <class S>
AscentDirection<S> proximalAscent(const MultipleValue<S>& value, const ParametricProblem<S>& problem,
                                  Real<S> step) {
  if (!(step > 0 && std::isfinite(step)))
    throw InvalidOption(fmt::format("proximalAscent: asked for a step of {}; it must be positive", step));
  AscentDirection<S> ascent = leastSubgradient(value, problem, 1 / step);
  ascent.rate += step * ascent.residual * ascent.residual;
  ascent.direction.scale(step);
  return ascent;
}

#define RITZ_ASCENT_DIRECTION(S)                                                                       \
  template AscentDirection<S> steepestAscent<S>(const MultipleValue<S>&, const ParametricProblem<S>&); \
  template AscentDirection<S> proximalAscent<S>(const MultipleValue<S>&, const ParametricProblem<S>&,  \
                                                Real<S>);
RITZ_FOR_EACH_SCALAR(RITZ_ASCENT_DIRECTION)

}  // namespace ritz
