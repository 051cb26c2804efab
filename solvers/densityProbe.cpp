#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/densityProbe.hpp>

#include <algorithm>
#include <array>

namespace ritz {

namespace {

template <class R>
GaussQuadrature<double> scaled(const GaussQuadrature<R>& quadrature, double valueScale, long long n) {
  GaussQuadrature<double> result{{quadrature.nodes.begin(), quadrature.nodes.end()},
                                 {quadrature.weights.begin(), quadrature.weights.end()},
                                 {quadrature.residuals.begin(), quadrature.residuals.end()}};
  for (double& node : result.nodes) node *= valueScale;
  for (double& residual : result.residuals) residual *= valueScale;
  for (double& weight : result.weights) weight *= static_cast<double>(n);
  return result;
}

}  // namespace

template <class S>
DensityProbe densityProbe(const LanczosFactorization<S>& basis, bool isWhole, double valueScale,
                          long long n) {
  const Dense<S> T = basis.projected();
  DensityProbe probe{scaled(gaussQuadrature(T, basis.coupling()), valueScale, n)};
  const std::array<int, 2> shares{6, 7};
  for (const int eighths : shares)
    if (const int steps = std::max(1, T.cols() * eighths / 8); !isWhole && steps < T.cols())
      probe.shorter.push_back(scaled(gaussQuadrature(T, steps), valueScale, n));
  return probe;
}

#define RITZ_DENSITY_PROBE(S) \
  template DensityProbe densityProbe<S>(const LanczosFactorization<S>&, bool, double, long long);
RITZ_FOR_EACH_SCALAR(RITZ_DENSITY_PROBE)

}  // namespace ritz
