#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/PencilPairs.hpp>

#include <cmath>
#include <utility>

namespace ritz {

template <class S>
RitzPairs<S> pencilPairs(const Pencil<S>& pencil, MultiVector<S> vectors, const Which& which) {
  return pencilPairs(pencil, verifyInPlace(pencil, std::move(vectors), which));
}

template <class S>
RitzPairs<S> pencilPairs(const Pencil<S>& pencil, const VerifiedPairs<S>& pairs) {
  RitzPairs<S> result{pairs.values, pairs.U, pairs.AU, pairs.residuals};
  if (!pencil.mass) return result;
  if (!pencil.massInverse) {
    result.residuals.clear();
    return result;
  }
  const MultiVector<S> R = residualVectors(pairs);
  MultiVector<S> solved(R, Teuchos::Copy);
  pencil.massInverse->apply(R, solved);
  const Dense<S> squares = gram(R, solved);
  for (int j = 0; j < squares.cols(); ++j)
    result.residuals[static_cast<std::size_t>(j)] = std::sqrt(std::abs(squares(j, j)));
  return result;
}

#define RITZ_PENCIL_PAIRS(S)                                                            \
  template RitzPairs<S> pencilPairs<S>(const Pencil<S>&, MultiVector<S>, const Which&); \
  template RitzPairs<S> pencilPairs<S>(const Pencil<S>&, const VerifiedPairs<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_PENCIL_PAIRS)

}  // namespace ritz
