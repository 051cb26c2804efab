#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/GuardsAfterCopies.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace ritz {

namespace {

template <class S>
void subtract(MultiVector<S>& X, const MultiVector<S>& U, const Dense<S>& C) {
  X.update(S(-1), times(U, C), S(1));
}

/// C with CᴴGC = I for the directions of G's space that are longer than a tenth of a unit vector: what is
/// shorter lay in the span of the pairs, up to their errors.
template <class S>
Dense<S> longDirections(const Dense<S>& G) {
  const SmallEigen<S> small = hermitianEigen(G);
  std::vector<std::size_t> kept;
  for (std::size_t j = 0; j < small.values.size(); ++j)
    if (small.values[j] > Real<S>(0.01)) kept.push_back(j);
  Dense<S> C(G.rows(), static_cast<int>(kept.size()));
  for (int j = 0; j < C.cols(); ++j) {
    const std::size_t from = kept[static_cast<std::size_t>(j)];
    for (int i = 0; i < C.rows(); ++i)
      C(i, j) = small.vectors(i, static_cast<int>(from)) / S(std::sqrt(small.values[from]));
  }
  return C;
}

}  // namespace

template <class S>
RitzPairs<S> guardsAfterCopies(const Pencil<S>& pencil, const VerifiedPairs<S>& pairs,
                               const VerifiedPairs<S>& earlier, const RitzPairs<S>& behind,
                               const Which& which) {
  const MultiVector<S> none(pencil.map, 0);
  MultiVector<S> V = joined(earlier.U, behind.images ? behind.vectors : none),
                 AV = joined(earlier.AU, behind.images ? *behind.images : none);
  const Dense<S> overlaps = gram(pairs.BU(), V);
  subtract(V, pairs.U, overlaps);
  subtract(AV, pairs.AU, overlaps);
  std::optional<MultiVector<S>> BV;
  if (pencil.mass) pencil.mass->apply(V, BV.emplace(pencil.map, V.getNumVectors(), false));
  const Dense<S> C = longDirections(gram(V, BV ? *BV : V));
  RitzPairs<S> guards{{}, MultiVector<S>(pencil.map, 0), std::nullopt};
  if (C.cols() == 0) return guards;
  V = times(V, C);
  AV = times(AV, C);
  const SmallEigen<S> small = hermitianEigen(gram(V, AV));
  Dense<S> R(C.cols(), C.cols());
  int column = 0;
  for (const int from : sortedIndices(small.values, which)) {
    guards.values.push_back(small.values[static_cast<std::size_t>(from)]);
    std::copy_n(small.vectors.column(from), R.rows(), R.column(column++));
  }
  guards.vectors = times(V, R);
  guards.images = times(AV, R);
  return guards;
}

#define RITZ_GUARDS_AFTER_COPIES(S)                                                     \
  template RitzPairs<S> guardsAfterCopies<S>(const Pencil<S>&, const VerifiedPairs<S>&, \
                                             const VerifiedPairs<S>&, const RitzPairs<S>&, const Which&);
RITZ_FOR_EACH_SCALAR(RITZ_GUARDS_AFTER_COPIES)

}  // namespace ritz
