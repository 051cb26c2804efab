#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/SmallEigen.hpp>
#include <ritz/solvers/Verification.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace ritz {

template <class S>
MultiVector<S> residualVectors(const VerifiedPairs<S>& pairs) {
  MultiVector<S> R(pairs.BU(), Teuchos::Copy);
  std::vector<S> minusTheta;
  for (const Real<S> theta : pairs.values) minusTheta.push_back(S(-theta));
  R.scale(Teuchos::arrayViewFromVector(minusTheta));
  R.update(S(1), pairs.AU, S(1));
  return R;
}

namespace {

/// D G D.
template <class S>
Dense<S> scaled(Dense<S> G, const std::vector<Real<S>>& D) {
  for (int j = 0; j < G.cols(); ++j)
    for (int i = 0; i < G.rows(); ++i)
      G(i, j) *= S(D[static_cast<std::size_t>(i)] * D[static_cast<std::size_t>(j)]);
  return G;
}

/// X C, where C has as many columns in the place of X.
template <class S>
MultiVector<S> rotated(MultiVector<S> X, const Dense<S>& C) {
  if (C.cols() < C.rows()) return times(X, C);
  rotateBasis(X, C);
  return X;
}

/// 1/‖u_j‖₂, 1 for zeros: keeps Gram matrices well scaled.
template <class S>
std::vector<Real<S>> scalesOf(const MultiVector<S>& U) {
  std::vector<Real<S>> scales = columnNorms(U);
  for (Real<S>& scale : scales) scale = scale > 0 ? 1 / scale : Real<S>(1);
  return scales;
}

/// Fills in what follows from values, vectors and images.
template <class S>
void measure(const Pencil<S>& pencil, VerifiedPairs<S>& pairs) {
  pairs.norms = columnNorms(pairs.U);
  pairs.residuals = residualNorms(pairs.AU, pairs.values, pairs.BU());
  for (std::size_t j = 0; j < pairs.values.size(); ++j) {
    const Real<S> relative = pencil.relative(pairs.residuals[j], pairs.values[j], pairs.norms[j], 1);
    pairs.converged.push_back(relative <= pencil.tolerance);
    pairs.worst = std::max(pairs.worst, relative / pencil.tolerance);
  }
}

/// Rayleigh-Ritz in span U with known images (BU none for B = I); keeps the best `count` pairs.
template <class S>
VerifiedPairs<S> rayleighRitz(const Pencil<S>& pencil, MultiVector<S> U, MultiVector<S> AU,
                              std::optional<MultiVector<S>> BU, const Which& which, int count) {
  const std::vector<Real<S>> scales = scalesOf(U);
  const auto small = pencilEigen(scaled(gram(U, AU), scales), scaled(gram(U, BU ? *BU : U), scales));
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
    for (int i = 0; i < C.rows(); ++i)
      C(i, j) = small->vectors(i, from) * S(scales[static_cast<std::size_t>(i)]);
  }
  VerifiedPairs<S> result{
      std::move(values), rotated(std::move(U), C), rotated(std::move(AU), C), {}, {}, {}, {}, 0};
  if (BU) result.massImages = rotated(*std::move(BU), C);
  measure(pencil, result);
  return result;
}

}  // namespace

template <class S>
int VerifiedPairs<S>::numConverged() const {
  return static_cast<int>(std::count(converged.begin(), converged.end(), true));
}

template <class S>
VerifiedPairs<S> verifyInPlace(const Pencil<S>& pencil, MultiVector<S> candidates, const Which& which) {
  const std::size_t count = candidates.getNumVectors();
  MultiVector<S> AU(pencil.map, count, false);
  pencil.A->apply(candidates, AU);
  return verifyImages(pencil, std::move(candidates), std::move(AU), which, static_cast<int>(count));
}

template <class S>
VerifiedPairs<S> verifyImages(const Pencil<S>& pencil, MultiVector<S> U, MultiVector<S> AU,
                              const Which& which, int count) {
  std::optional<MultiVector<S>> BU;
  if (pencil.mass) pencil.mass->apply(U, BU.emplace(pencil.map, U.getNumVectors(), false));
  return rayleighRitz(pencil, std::move(U), std::move(AU), std::move(BU), which, count);
}

template <class S>
VerifiedPairs<S> verify(const Pencil<S>& pencil, const MultiVector<S>& candidates, const Which& which) {
  return verifyInPlace(pencil, MultiVector<S>(candidates, Teuchos::Copy), which);
}

template <class S>
VerifiedPairs<S> merge(const Pencil<S>& pencil, const VerifiedPairs<S>& first, const VerifiedPairs<S>& second,
                       const Which& which, int count) {
  std::optional<MultiVector<S>> BU;
  if (pencil.mass) BU = joined(first.BU(), second.BU());
  return rayleighRitz(pencil, joined(first.U, second.U), joined(first.AU, second.AU), std::move(BU), which,
                      count);
}

#define RITZ_VERIFY(S)                                                                                      \
  template int VerifiedPairs<S>::numConverged() const;                                                      \
  template MultiVector<S> residualVectors<S>(const VerifiedPairs<S>&);                                      \
  template VerifiedPairs<S> verify<S>(const Pencil<S>&, const MultiVector<S>&, const Which&);               \
  template VerifiedPairs<S> verifyInPlace<S>(const Pencil<S>&, MultiVector<S>, const Which&);               \
  template VerifiedPairs<S> verifyImages<S>(const Pencil<S>&, MultiVector<S>, MultiVector<S>, const Which&, \
                                            int);                                                           \
  template VerifiedPairs<S> merge<S>(const Pencil<S>&, const VerifiedPairs<S>&, const VerifiedPairs<S>&,    \
                                     const Which&, int);
RITZ_FOR_EACH_SCALAR(RITZ_VERIFY)

}  // namespace ritz
