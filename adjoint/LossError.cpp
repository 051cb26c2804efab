#include <ritz/adjoint/LossError.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

/// From each value to the nearest other one that is known and no copy of it.
template <class S>
Real<S> gapOf(const EigenResult<S>& result, std::size_t j) {
  const Real<S> value = result.values[j];
  Real<S> gap = std::numeric_limits<Real<S>>::infinity(), size = 0;
  const auto look = [&](const std::vector<Real<S>>& others) {
    for (const Real<S> other : others) {
      const Real<S> distance = std::abs(other - value);
      size = std::max({size, std::abs(other), std::abs(value)});
      if (distance > Real<S>(1e-8) * size) gap = std::min(gap, distance);
    }
  };
  look(result.values);
  look(result.guards.values);
  return std::isfinite(gap) ? gap : std::max(size, Real<S>(1e-300));
}

}  // namespace

template <class S>
Real<S> lossError(const Loss<S>& loss, Real<S> value, const EigenResult<S>& pairs) {
  const Cotangent<S> cotangent = loss.cotangent(pairs.values, *pairs.vectors);
  std::vector<Real<S>> sizes(pairs.values.size(), Real<S>(0));
  if (cotangent.vectors) sizes = columnNorms(*cotangent.vectors);
  const std::vector<Real<S>> lengths = columnNorms(*pairs.vectors);
  Real<S> error = 0;
  for (std::size_t j = 0; j < sizes.size(); ++j) {
    const Real<S> gap = gapOf(pairs, j) * pairs.normB, r = pairs.residuals[j];
    const int at = static_cast<int>(j);
    if (cotangent.values.rows() > 0)
      error += std::abs(cotangent.values(at, at)) * r * std::min(r / gap, Real<S>(1));
    error += sizes[j] * lengths[j] * r / gap;
  }
  return std::abs(value) > 0 ? error / std::abs(value) : error;
}

#define RITZ_LOSS_ERROR(S) template Real<S> lossError<S>(const Loss<S>&, Real<S>, const EigenResult<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_LOSS_ERROR)

}  // namespace ritz
