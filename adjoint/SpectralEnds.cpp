#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/SpectralEnds.hpp>
#include <ritz/operators/Dense.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/GaussQuadrature.hpp>

#include <algorithm>
#include <limits>

namespace ritz {

template <class S>
SpectralEnds<Real<S>> spectralEnds(const MeasuredOperator<S>& A, std::uint64_t seed) {
  MultiVector<S> v(A.getDomainMap(), 1), before(v.getMap(), 1), w(v.getMap(), 1, false);
  const int most = static_cast<int>(std::min<Tpetra::global_size_t>(12, v.getGlobalLength()));
  fillHash(v, seed, std::size_t(1) << 35);
  v.scale(S(1 / columnNorms(v)[0]));
  Dense<S> T(most + 1, most + 1);
  int steps = 0;
  Real<S> beta = 0;
  do {
    A.apply(v, w);
    const Real<S> alpha = columnDots(v, w)[0];
    w.update(S(-alpha), v, S(-beta), before, S(1));
    beta = columnNorms(w)[0];
    T(steps, steps) = S(alpha);
    T(steps + 1, steps) = T(steps, steps + 1) = S(beta);
    ++steps;
    before.swap(v);
    v.swap(w);
    if (beta > 0) v.scale(S(1 / beta));
  } while (steps < most && beta > 10 * std::numeric_limits<Real<S>>::epsilon() * A.normSeen());
  const auto quadrature = gaussQuadrature(T, steps);
  return {quadrature.nodes.front() - quadrature.residuals.front(),
          quadrature.nodes.back() + quadrature.residuals.back()};
}

#define RITZ_SPECTRAL_ENDS(S) \
  template SpectralEnds<Real<S>> spectralEnds<S>(const MeasuredOperator<S>&, std::uint64_t);
RITZ_FOR_EACH_SCALAR(RITZ_SPECTRAL_ENDS)

}  // namespace ritz
