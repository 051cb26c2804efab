#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/ErrorBounds.hpp>
#include <ritz/solvers/MassInverse.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

/// δ of each pair.
template <class S>
std::vector<Real<S>> plainBounds(const Pencil<S>& pencil, const VerifiedPairs<S>& pairs) {
  std::vector<Real<S>> delta(pairs.residuals.size());
  if (!pencil.mass) {
    for (std::size_t j = 0; j < delta.size(); ++j) delta[j] = pairs.residuals[j] / pairs.norms[j];
    return delta;
  }
  const std::vector<Real<S>> squares = massInverseSquares(pencil, residualVectors(pairs));
  std::transform(squares.begin(), squares.end(), delta.begin(), [](Real<S> s) { return std::sqrt(s); });
  return delta;
}

}  // namespace

template <class S>
std::vector<Real<S>> errorBounds(const Pencil<S>& pencil, const VerifiedPairs<S>& pairs, const Which& which) {
  const std::vector<Real<S>> delta = plainBounds(pencil, pairs);
  const std::size_t m = delta.size();
  const auto& theta = pairs.values;
  std::vector<Real<S>> bounds(m);
  const Real<S> open =
      m > 0 ? 2 * pencil.tolerance * (pencil.normA() + std::abs(theta[m - 1]) * pencil.normB()) : 0;
  const bool allFound = static_cast<long long>(m) == pencil.n;
  for (std::size_t j = 0; j < m; ++j) {
    Real<S> sum = 0, gap = std::numeric_limits<Real<S>>::infinity();
    for (std::size_t i = 0; i < m; ++i) {
      const Real<S> distance = std::abs(theta[i] - theta[j]) - delta[i];
      if (distance > delta[j])
        gap = std::min(gap, distance);
      else
        sum += delta[i] * delta[i];
    }
    if (!allFound)  // what is better than the last by less than `open` may be missing
      gap = std::min(gap, orderKey(theta[m - 1], which) - open - orderKey(theta[j], which) - delta[m - 1]);
    if (const auto* in = std::get_if<Interval>(&which))
      gap = std::min(gap, theta[j] - static_cast<Real<S>>(in->a));
    const Real<S> quadratic = gap > delta[j] ? sum / gap : std::numeric_limits<Real<S>>::infinity();
    const Real<S> size =
        (pencil.normA() + std::abs(theta[j]) * pencil.normB()) * pairs.norms[j] * pairs.norms[j];
    const Real<S> rounding = 16 * std::numeric_limits<Real<S>>::epsilon() * size;  // of uᴴA′u and uᴴB′u
    bounds[j] = std::min(delta[j], quadratic) + rounding;
  }
  return bounds;
}

#define RITZ_ERROR_BOUNDS(S) \
  template std::vector<Real<S>> errorBounds<S>(const Pencil<S>&, const VerifiedPairs<S>&, const Which&);
RITZ_FOR_EACH_SCALAR(RITZ_ERROR_BOUNDS)

}  // namespace ritz
