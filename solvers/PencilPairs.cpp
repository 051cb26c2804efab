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
RitzPairs<S> rayleighPairs(const Pencil<S>& pencil, MultiVector<S> vectors) {
  MultiVector<S> images(pencil.map, vectors.getNumVectors(), false);
  pencil.A->apply(vectors, images);
  std::vector<S> products(vectors.getNumVectors());
  vectors.dot(images, Teuchos::arrayViewFromVector(products));
  std::vector<Real<S>> values;
  for (const S& product : products) values.push_back(Teuchos::ScalarTraits<S>::real(product));
  std::vector<Real<S>> residuals = residualNorms(images, values, vectors);
  return {std::move(values), std::move(vectors), std::move(images), std::move(residuals)};
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
  template RitzPairs<S> rayleighPairs<S>(const Pencil<S>&, MultiVector<S>);             \
  template RitzPairs<S> pencilPairs<S>(const Pencil<S>&, const VerifiedPairs<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_PENCIL_PAIRS)

}  // namespace ritz
