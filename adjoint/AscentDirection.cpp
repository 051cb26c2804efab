#include <ritz/adjoint/AscentDirection.hpp>
#include <ritz/adjoint/SpectraplexProgram.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/SmallEigen.hpp>

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
AscentDirection<S> leastSubgradient(const MultipleValue<S>& value, const HermitianBasis<S>& basis,
                                    const MultiVector<Real<S>>& G, Real<S> weight) {
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

/// λ_min of D(p), whose coordinates are ⟨G_r, p⟩.
template <class S>
Real<S> slopeOfSmallest(const HermitianBasis<S>& basis, const MultiVector<Real<S>>& G,
                        const typename ParametricOperator<S>::Theta& p) {
  const Dense<Real<S>> along = gram(G, p);
  return hermitianEigen(basis.matrix({along.column(0), along.column(0) + along.rows()})).values.front();
}

}  // namespace

template <class S>
AscentDirection<S> steepestAscent(const MultipleValue<S>& value, const ParametricProblem<S>& problem) {
  const HermitianBasis<S> basis(value.multiplicity());
  const MultiVector<Real<S>> G = basisGradients(basis, value, problem);
  AscentDirection<S> ascent = leastSubgradient(value, basis, G, Real<S>(0));
  if (ascent.residual > Real<S>(0)) ascent.direction.scale(1 / ascent.residual);
  ascent.rate = slopeOfSmallest<S>(basis, G, ascent.direction);
  if (ascent.rate > Real<S>(0)) return ascent;
  ascent.direction.putScalar(Real<S>(0));  // g(Y) is rounding: no direction ascends
  ascent.rate = 0;
  return ascent;
}

template <class S>
AscentDirection<S> proximalAscent(const MultipleValue<S>& value, const ParametricProblem<S>& problem,
                                  Real<S> step) {
  if (!(step > 0 && std::isfinite(step)))
    throw InvalidOption(fmt::format("proximalAscent: asked for a step of {}; it must be positive", step));
  const HermitianBasis<S> basis(value.multiplicity());
  AscentDirection<S> ascent = leastSubgradient(value, basis, basisGradients(basis, value, problem), 1 / step);
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
