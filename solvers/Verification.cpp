#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/SmallEigen.hpp>
#include <ritz/solvers/Verification.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

template <class S>
MultiVector<S> residualVectors(const VerifiedPairs<S>& pairs) {
  MultiVector<S> R(pairs.BU, Teuchos::Copy);
  std::vector<S> minusTheta;
  for (const Real<S> theta : pairs.values) minusTheta.push_back(S(-theta));
  R.scale(Teuchos::arrayViewFromVector(minusTheta));
  R.update(S(1), pairs.AU, S(1));
  return R;
}

namespace {

/// Divides each column by its 2-norm in both; keeps the Gram matrix below well scaled.
template <class S>
void normalizeColumns(MultiVector<S>& U, MultiVector<S>& AU, MultiVector<S>& BU) {
  std::vector<S> factors;
  for (const Real<S> norm : columnNorms(U)) factors.push_back(norm > 0 ? S(1 / norm) : S(1));
  const auto view = Teuchos::arrayViewFromVector(factors);
  U.scale(view);
  AU.scale(view);
  BU.scale(view);
}

/// Rayleigh-Ritz in span U with known images; keeps the best `count` pairs.
template <class S>
VerifiedPairs<S> rayleighRitz(const Pencil<S>& pencil, MultiVector<S> U, MultiVector<S> AU, MultiVector<S> BU,
                              const Which& which, int count) {
  normalizeColumns(U, AU, BU);
  const auto small = pencilEigen(gram(U, AU), gram(U, BU));
  if (!small)
    throw IndefiniteMass(
        "eigsolve: the mass operator B is not positive definite on the vectors found (or they are "
        "linearly dependent in its inner product); check B, or swap the pencil if A is definite");
  const std::vector<int> order = sortedIndices(small->values, which);
  const int kept = std::min(count, static_cast<int>(order.size()));
  Dense<S> C(small->vectors.rows(), kept);
  std::vector<Real<S>> values;
  for (int j = 0; j < kept; ++j) {
    const int from = order[static_cast<std::size_t>(j)];
    values.push_back(small->values[static_cast<std::size_t>(from)]);
    std::copy_n(small->vectors.column(from), C.rows(), C.column(j));
  }
  VerifiedPairs<S> result{std::move(values), times(U, C), times(AU, C), times(BU, C), {}, {}, {}, 0};
  result.norms = columnNorms(result.U);
  result.residuals = columnNorms(residualVectors(result));
  for (int j = 0; j < kept; ++j) {
    const auto at = static_cast<std::size_t>(j);
    const Real<S> relative = pencil.relative(result.residuals[at], result.values[at], result.norms[at], 1);
    result.converged.push_back(relative <= pencil.tolerance);
    result.worst = std::max(result.worst, relative / pencil.tolerance);
  }
  return result;
}

}  // namespace

template <class S>
int VerifiedPairs<S>::numConverged() const {
  return static_cast<int>(std::count(converged.begin(), converged.end(), true));
}

template <class S>
VerifiedPairs<S> verify(const Pencil<S>& pencil, const MultiVector<S>& candidates, const Which& which) {
  MultiVector<S> AU(pencil.map, candidates.getNumVectors(), false),
      BU(pencil.map, candidates.getNumVectors(), false);
  pencil.A->apply(candidates, AU);
  pencil.applyMass(candidates, BU);
  return rayleighRitz(pencil, MultiVector<S>(candidates, Teuchos::Copy), std::move(AU), std::move(BU), which,
                      static_cast<int>(candidates.getNumVectors()));
}

template <class S>
VerifiedPairs<S> merge(const Pencil<S>& pencil, const VerifiedPairs<S>& first, const VerifiedPairs<S>& second,
                       const Which& which, int count) {
  return rayleighRitz(pencil, joined(first.U, second.U), joined(first.AU, second.AU),
                      joined(first.BU, second.BU), which, count);
}

#define RITZ_VERIFY(S)                                                                                   \
  template int VerifiedPairs<S>::numConverged() const;                                                   \
  template MultiVector<S> residualVectors<S>(const VerifiedPairs<S>&);                                   \
  template VerifiedPairs<S> verify<S>(const Pencil<S>&, const MultiVector<S>&, const Which&);            \
  template VerifiedPairs<S> merge<S>(const Pencil<S>&, const VerifiedPairs<S>&, const VerifiedPairs<S>&, \
                                     const Which&, int);
RITZ_FOR_EACH_SCALAR(RITZ_VERIFY)

}  // namespace ritz
