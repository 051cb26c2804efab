#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/SmallSvd.hpp>
#include <ritz/solvers/VerifiedTriplets.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

/// The `count` best columns.
template <class S>
Dense<S> best(const Dense<S>& X, const SvdWhich& which, int count) {
  const bool isLargest = std::holds_alternative<Largest>(which);
  Dense<S> result(X.rows(), count);
  for (int j = 0; j < count; ++j)
    std::copy_n(X.column(isLargest ? j : X.cols() - 1 - j), X.rows(), result.column(j));
  return result;
}

/// Rayleigh-Ritz in spans with known images: the singular values of UᴴA′V.
template <class S>
VerifiedTriplets<S> project(const OperatorPair<S>& pair, VerifiedTriplets<S> from, const SvdWhich& which,
                            double tolerance, int count) {
  const SmallSvd<S> small = smallSvd(gram(from.U, from.AV));
  const Dense<S> X = best(small.left, which, count), Y = best(small.right, which, count);
  VerifiedTriplets<S> result{{}, times(from.U, X), times(from.V, Y), times(from.AV, Y), times(from.AU, X)};
  result.values = small.values;
  if (std::holds_alternative<Smallest>(which)) std::reverse(result.values.begin(), result.values.end());
  result.values.resize(static_cast<std::size_t>(count));
  result.leftResiduals = residualNorms(result.AV, result.values, result.U);
  result.rightResiduals = residualNorms(result.AU, result.values, result.V);
  const Real<S> allowed = static_cast<Real<S>>(tolerance) * pair.norm();
  for (int j = 0; j < count; ++j) {
    const Real<S> residual = residualOf(result, j);
    result.converged.push_back(residual <= allowed);
    if (residual > 0) result.worst = std::max(result.worst, residual / allowed);
  }
  return result;
}

}  // namespace

template <class S>
int VerifiedTriplets<S>::numConverged() const {
  return static_cast<int>(std::count(converged.begin(), converged.end(), true));
}

template <class S>
Real<S> residualOf(const VerifiedTriplets<S>& triplets, int index) {
  const auto at = static_cast<std::size_t>(index);
  return std::hypot(triplets.leftResiduals[at], triplets.rightResiduals[at]);
}

template <class S>
VerifiedTriplets<S> verify(const OperatorPair<S>& pair, MultiVector<S> U, MultiVector<S> V,
                           const SvdWhich& which, double tolerance) {
  const std::size_t count = V.getNumVectors();
  MultiVector<S> AV(pair.range(), count, false), AU(pair.domain(), count, false);
  if (count > 0) {
    pair.forward().apply(V, AV);
    pair.backward().apply(U, AU);
  }
  return project(pair, VerifiedTriplets<S>{{}, std::move(U), std::move(V), std::move(AV), std::move(AU)},
                 which, tolerance, static_cast<int>(count));
}

template <class S>
VerifiedTriplets<S> merge(const OperatorPair<S>& pair, const VerifiedTriplets<S>& first,
                          const VerifiedTriplets<S>& second, const SvdWhich& which, double tolerance,
                          int count) {
  return project(pair,
                 VerifiedTriplets<S>{{},
                                     joined(first.U, second.U),
                                     joined(first.V, second.V),
                                     joined(first.AV, second.AV),
                                     joined(first.AU, second.AU)},
                 which, tolerance, count);
}

template <class S>
std::vector<Real<S>> errorBounds(const OperatorPair<S>& pair, const VerifiedTriplets<S>& triplets) {
  const int m = triplets.size();
  const auto& sigma = triplets.values;
  std::vector<Real<S>> delta;
  for (int j = 0; j < m; ++j) delta.push_back(residualOf(triplets, j) / std::sqrt(Real<S>(2)));
  const bool allFound = m == pair.dimension();
  std::vector<Real<S>> bounds;
  for (std::size_t j = 0; j < delta.size(); ++j) {
    // Of the augmented operator −σ are eigenvalues, too; those of the other end lie beyond the last one.
    Real<S> sum = 0, gap = 2 * sigma[j];
    for (std::size_t i = 0; i < delta.size(); ++i) {
      const Real<S> distance = std::abs(sigma[i] - sigma[j]) - delta[i];
      if (distance > delta[j])
        gap = std::min(gap, distance);
      else
        sum += delta[i] * delta[i];
    }
    if (!allFound) gap = std::min(gap, std::abs(sigma.back() - sigma[j]) - delta.back());
    const Real<S> quadratic = gap > delta[j] ? sum / gap : std::numeric_limits<Real<S>>::infinity();
    bounds.push_back(std::min(delta[j], quadratic) +
                     16 * std::numeric_limits<Real<S>>::epsilon() * pair.norm());
  }
  return bounds;
}

#define RITZ_VERIFIED_TRIPLETS(S)                                                                  \
  template int VerifiedTriplets<S>::numConverged() const;                                          \
  template Real<S> residualOf<S>(const VerifiedTriplets<S>&, int);                                 \
  template VerifiedTriplets<S> verify<S>(const OperatorPair<S>&, MultiVector<S>, MultiVector<S>,   \
                                         const SvdWhich&, double);                                 \
  template VerifiedTriplets<S> merge<S>(const OperatorPair<S>&, const VerifiedTriplets<S>&,        \
                                        const VerifiedTriplets<S>&, const SvdWhich&, double, int); \
  template std::vector<Real<S>> errorBounds<S>(const OperatorPair<S>&, const VerifiedTriplets<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_VERIFIED_TRIPLETS)

}  // namespace ritz
