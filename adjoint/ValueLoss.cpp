#include <ritz/adjoint/ValueLoss.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

namespace ritz {

template <class S>
Real<S> ValueLoss<S>::value(const Values& values, const MultiVector<S>&) const {
  return phi(values);
}

template <class S>
Cotangent<S> ValueLoss<S>::cotangent(const Values& values, const MultiVector<S>&) const {
  const Values slopes = gradient(values);
  const int k = static_cast<int>(values.size());
  Cotangent<S> result{Dense<S>(k, k), nullptr};
  for (int j = 0; j < k; ++j) result.values(j, j) = S(slopes[static_cast<std::size_t>(j)]);
  return result;
}

/// (∇φ_i − ∇φ_j)/(λ_i − λ_j); below a gap of √ε its limit, which is as near then.
template <class S>
Real<S> ValueLoss<S>::quotient(const Values& values, const Values& slopes, int i, int j) const {
  const auto a = static_cast<std::size_t>(i), b = static_cast<std::size_t>(j);
  const Real<S> gap = values[a] - values[b];
  const Real<S> near = std::sqrt(std::numeric_limits<Real<S>>::epsilon());
  if (std::abs(gap) > near * std::max(std::abs(values[a]), std::abs(values[b])))
    return (slopes[a] - slopes[b]) / gap;
  Values d(values.size(), Real<S>(0));
  d[a] = 1;
  const Values column = hessian(values, d);
  return column[a] - column[b];
}

template <class S>
Cotangent<S> ValueLoss<S>::tangent(const Values& values, const MultiVector<S>&,
                                   const Tangent<S>& moved) const {
  const int k = static_cast<int>(values.size());
  const Values slopes = gradient(values);
  Values d;
  for (int j = 0; j < k; ++j) d.push_back(std::real(moved.values(j, j)));
  const Values diagonal = hessian(values, d);
  Cotangent<S> result{Dense<S>(k, k), nullptr};
  for (int j = 0; j < k; ++j)
    for (int i = 0; i < k; ++i)
      if (i == j)
        result.values(i, i) = S(diagonal[static_cast<std::size_t>(i)]);
      else if (moved.values(i, j) != S(0))
        result.values(i, j) = S(quotient(values, slopes, i, j)) * moved.values(i, j);
  return result;
}

RITZ_INSTANTIATE(ValueLoss)

}  // namespace ritz
