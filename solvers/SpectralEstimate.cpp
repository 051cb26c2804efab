#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/GaussQuadrature.hpp>
#include <ritz/solvers/SpectralEstimate.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

template <class R>
SpectralEstimate<R>::SpectralEstimate(std::vector<R> nodes, std::vector<R> weights, std::vector<R> residuals,
                                      long long n)
    : nodes_(std::move(nodes)),
      weights_(std::move(weights)),
      n_(static_cast<double>(n)),
      low_(nodes_.front() - residuals.front()),
      high_(nodes_.back() + residuals.back()) {}

/// Half of a node's weight lies beyond it; between nodes the logarithm of the count is interpolated.
template <class R>
R SpectralEstimate<R>::beyond(double count, bool atUpperEnd) const {
  const std::size_t m = nodes_.size();
  const auto at = [&](std::size_t i) { return atUpperEnd ? m - 1 - i : i; };
  double behind = n_ * static_cast<double>(weights_[at(0)]), before = resolution(atUpperEnd);
  if (before >= count) return nodes_[at(0)];
  for (std::size_t i = 1; i < m; ++i) {
    const double weight = n_ * static_cast<double>(weights_[at(i)]);
    const double reached = behind + weight / 2;
    behind += weight;
    if (reached >= count) {
      const double share = std::log(count / before) / std::log(reached / before);
      return nodes_[at(i - 1)] + static_cast<R>(share) * (nodes_[at(i)] - nodes_[at(i - 1)]);
    }
    before = reached;
  }
  return nodes_[at(m - 1)];
}

template <class R>
double SpectralEstimate<R>::resolution(bool atUpperEnd) const {
  return std::max(n_ * static_cast<double>(atUpperEnd ? weights_.back() : weights_.front()) / 2, 1e-6);
}

template <class S>
SpectralEstimate<Real<S>> spectralEstimate(const Dense<S>& T, const Dense<S>& coupling, long long n) {
  GaussQuadrature<Real<S>> quadrature = gaussQuadrature(T, coupling);
  return {std::move(quadrature.nodes), std::move(quadrature.weights), std::move(quadrature.residuals), n};
}

template class SpectralEstimate<double>;
template class SpectralEstimate<float>;
#define RITZ_SPECTRAL_ESTIMATE(S) \
  template SpectralEstimate<Real<S>> spectralEstimate<S>(const Dense<S>&, const Dense<S>&, long long);
RITZ_FOR_EACH_SCALAR(RITZ_SPECTRAL_ESTIMATE)

}  // namespace ritz
