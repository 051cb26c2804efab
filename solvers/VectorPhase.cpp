#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/VectorPhase.hpp>

#include <cmath>
#include <cstddef>
#include <memory>

namespace ritz {

template <class S>
std::vector<S> phasedFactors(const MultiVector<S>& U, const std::vector<Real<S>>& sizes, std::uint64_t seed) {
  MultiVector<S> hash(U.getMap(), 1, false);
  fillHash(hash, seed, std::size_t(1) << 33);
  const Dense<S> overlaps = gram(hash, U);
  std::vector<S> factors;
  for (std::size_t j = 0; j < sizes.size(); ++j) {
    const S overlap = overlaps(0, static_cast<int>(j));
    const Real<S> size = std::abs(overlap);
    factors.push_back(size > 0 ? Teuchos::ScalarTraits<S>::conjugate(overlap) / size * sizes[j]
                               : S(sizes[j]));
  }
  return factors;
}

template <class S>
MultiVectorPtr<S> scaledCopy(const MultiVector<S>& X, const std::vector<S>& factors) {
  auto copy = std::make_shared<MultiVector<S>>(X, Teuchos::Copy);
  copy->scale(Teuchos::arrayViewFromVector(factors));
  return copy;
}

#define RITZ_VECTOR_PHASE(S)                                                                   \
  template std::vector<S> phasedFactors<S>(const MultiVector<S>&, const std::vector<Real<S>>&, \
                                           std::uint64_t);                                     \
  template MultiVectorPtr<S> scaledCopy<S>(const MultiVector<S>&, const std::vector<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_VECTOR_PHASE)

}  // namespace ritz
