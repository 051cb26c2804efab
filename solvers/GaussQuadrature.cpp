#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/GaussQuadrature.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

template <class S>
GaussQuadrature<Real<S>> gaussQuadrature(const Dense<S>& T, const Dense<S>& coupling) {
  const SmallEigen<S> small = hermitianEigen(T);
  GaussQuadrature<Real<S>> result;
  result.nodes = small.values;
  for (int j = 0; j < T.cols(); ++j) {
    S sum = S(0);
    for (int l = 0; l < T.cols(); ++l) sum += coupling(0, l) * small.vectors(l, j);
    result.residuals.push_back(std::abs(sum));
    result.weights.push_back(std::norm(small.vectors(0, j)));
  }
  return result;
}

template <class S>
GaussQuadrature<Real<S>> gaussQuadrature(const Dense<S>& T, int steps) {
  Dense<S> leading(steps, steps), coupling(1, steps);
  for (int j = 0; j < steps; ++j) std::copy_n(T.column(j), steps, leading.column(j));
  coupling(0, steps - 1) = T(steps, steps - 1);
  return gaussQuadrature(leading, coupling);
}

#define RITZ_GAUSS_QUADRATURE(S)                                                          \
  template GaussQuadrature<Real<S>> gaussQuadrature<S>(const Dense<S>&, const Dense<S>&); \
  template GaussQuadrature<Real<S>> gaussQuadrature<S>(const Dense<S>&, int);
RITZ_FOR_EACH_SCALAR(RITZ_GAUSS_QUADRATURE)

}  // namespace ritz
