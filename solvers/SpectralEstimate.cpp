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
      residuals_(std::move(residuals)),
      n_(static_cast<double>(n)),
      low_(nodes_.front() - residuals_.front()),
      high_(nodes_.back() + residuals_.back()) {}

/// Where the values that node i stands for begin, seen from the end.
template <class R>
R SpectralEstimate<R>::endOf(std::size_t i, bool atUpperEnd) const {
  const std::size_t here = at(i, atUpperEnd), before = at(i - 1, atUpperEnd);
  return atUpperEnd ? std::min(nodes_[before], nodes_[here] + residuals_[here])
                    : std::max(nodes_[before], nodes_[here] - residuals_[here]);
}

template <class R>
int SpectralEstimate<R>::isolated(bool atUpperEnd) const {
  constexpr R Converged = R(1e-3);  // of the distance to the next node
  const auto apart = [&](std::size_t i) {
    const std::size_t here = at(i, atUpperEnd), next = at(i + 1, atUpperEnd);
    return residuals_[here] <= Converged * std::abs(nodes_[here] - nodes_[next]);
  };
  std::size_t count = 0;
  while (count + 1 < nodes_.size() && apart(count)) ++count;
  return static_cast<int>(count);
}

template <class R>
R SpectralEstimate<R>::endBehindIsolated(bool atUpperEnd) const {
  const auto count = static_cast<std::size_t>(isolated(atUpperEnd));
  return count == 0 ? (atUpperEnd ? high_ : low_) : endOf(count, atUpperEnd);
}

/// Half of a node's weight lies beyond it; between nodes the logarithm of the count is interpolated, behind
/// isolated ones from where the others begin.
template <class R>
R SpectralEstimate<R>::beyond(double count, bool atUpperEnd) const {
  const std::size_t m = nodes_.size();
  const auto at = [&](std::size_t i) { return this->at(i, atUpperEnd); };
  const auto numIsolated = static_cast<std::size_t>(isolated(atUpperEnd));
  double behind = n_ * static_cast<double>(weights_[at(0)]), before = resolution(atUpperEnd);
  if (before >= count) return nodes_[at(0)];
  for (std::size_t i = 1; i < m; ++i) {
    const double weight = n_ * static_cast<double>(weights_[at(i)]);
    const double reached = behind + weight / 2;
    behind += weight;
    if (reached >= count) {
      const double share = std::log(count / before) / std::log(reached / before);
      const R from = i == numIsolated ? endOf(i, atUpperEnd) : nodes_[at(i - 1)];
      return from + static_cast<R>(share) * (nodes_[at(i)] - from);
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
