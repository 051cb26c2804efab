#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/GramSchmidt.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

template <class S>
Projection<S> orthogonalize(const MultiVector<S>& Q, int count, MultiVector<S>& v) {
  constexpr int MostPasses = 4;
  Projection<S> result;
  result.c.assign(static_cast<std::size_t>(count), S(0));
  for (int pass = 0; pass < MostPasses; ++pass) {
    Dense<S> products = projectOnBasis(Q, count, v, v);
    const Real<S> square = Teuchos::ScalarTraits<S>::real(products(count, 0));
    if (pass == 0) result.before = std::sqrt(square);
    Dense<S> c(count, 1);
    Real<S> rest = square;
    for (int i = 0; i < count; ++i) {
      c(i, 0) = products(i, 0);
      result.c[static_cast<std::size_t>(i)] += c(i, 0);
      rest -= std::norm(c(i, 0));
    }
    addToBlock(S(-1), Q, c, v);
    result.length = std::sqrt(std::max(rest, Real<S>(0)));
    if (!(rest <= square / 2)) break;
  }
  return result;
}

template <class S>
bool fillFresh(const MultiVector<S>& Q, int count, MultiVector<S>& v, std::uint64_t seed,
               std::size_t& firstColumn) {
  if (count >= static_cast<long long>(v.getGlobalLength())) return false;
  constexpr int Attempts = 5;
  for (int attempt = 0; attempt < Attempts; ++attempt) {
    fillHash(v, seed, firstColumn++);
    const Projection<S> rest = orthogonalize(Q, count, v);
    if (!(rest.length > 1000 * std::numeric_limits<Real<S>>::epsilon() * rest.before)) continue;
    v.scale(S(1 / columnNorms(v).front()));
    return true;
  }
  return false;
}

#define RITZ_GRAM_SCHMIDT(S)                                                            \
  template Projection<S> orthogonalize<S>(const MultiVector<S>&, int, MultiVector<S>&); \
  template bool fillFresh<S>(const MultiVector<S>&, int, MultiVector<S>&, std::uint64_t, std::size_t&);
RITZ_FOR_EACH_SCALAR(RITZ_GRAM_SCHMIDT)

}  // namespace ritz
