#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/GuardsAfterCopies.hpp>
#include <ritz/solvers/PencilPairs.hpp>
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
                               const Which& which, int most) {
  const MultiVector<S> none(pencil.map, 0);
  MultiVector<S> V = joined(earlier.U, behind.images ? behind.vectors : none),
                 AV = joined(earlier.AU, behind.images ? *behind.images : none);
  const Dense<S> overlaps = gram(pairs.BU(), V);
  subtract(V, pairs.U, overlaps);
  subtract(AV, pairs.AU, overlaps);
  std::optional<MultiVector<S>> BV;
  if (pencil.mass) pencil.mass->apply(V, BV.emplace(pencil.map, V.getNumVectors(), false));
  const Dense<S> C = longDirections(gram(V, BV ? *BV : V));
  if (C.cols() == 0) return {{}, MultiVector<S>(pencil.map, 0), std::nullopt};
  return pencilPairs(pencil, verifyImages(pencil, times(V, C), times(AV, C), which, most));
}

#define RITZ_GUARDS_AFTER_COPIES(S)                                                                      \
  template RitzPairs<S> guardsAfterCopies<S>(const Pencil<S>&, const VerifiedPairs<S>&,                  \
                                             const VerifiedPairs<S>&, const RitzPairs<S>&, const Which&, \
                                             int);
RITZ_FOR_EACH_SCALAR(RITZ_GUARDS_AFTER_COPIES)

}  // namespace ritz
