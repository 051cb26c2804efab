#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/NewDirection.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

template <class R>
constexpr R Epsilon = std::numeric_limits<R>::epsilon();

/// ‖v‖_B before a pass, and of what it left by Pythagoras.
template <class R>
struct Lengths {
  R before, after;
};

/// One pass of classical Gram-Schmidt over v.
template <class S>
Lengths<Real<S>> onePass(const Pencil<S>& pencil, const MultiVector<S>& V, int count, MultiVector<S>& v) {
  const Dense<S> products = [&] {
    if (!pencil.mass) return projectOnBasis(V, count, v, v);
    MultiVector<S> image(v.getMap(), 1, false);
    pencil.mass->apply(v, image);
    return projectOnBasis(V, count, v, image);
  }();
  const Real<S> square = Teuchos::ScalarTraits<S>::real(products(count, 0));
  if (pencil.mass) {
    const Real<S> size = columnNorms(v).front();
    if (square < -Real<S>(1e3) * Epsilon<Real<S>> * size * size) throwIndefiniteMass();
  }
  Dense<S> c(count, 1);
  std::copy_n(products.column(0), count, c.column(0));
  addToBlock(S(-1), V, c, v);
  Real<S> rest = square;
  for (int i = 0; i < count; ++i) rest -= std::norm(c(i, 0));
  return {std::sqrt(std::max(square, Real<S>(0))), std::sqrt(std::max(rest, Real<S>(0)))};
}

}  // namespace

template <class S>
Real<S> orthonormalize(const Pencil<S>& pencil, const MultiVector<S>& V, int count, MultiVector<S>& v) {
  constexpr int MostPasses = 4;
  for (int pass = 0; pass < MostPasses; ++pass) {
    const auto [before, after] = onePass(pencil, V, count, v);
    if (after > Real<S>(0.5) * before) break;
  }
  const Real<S> length = onePass(pencil, V, 0, v).before;
  if (length > 0) v.scale(S(1 / length));
  return length;
}

template <class S>
bool freshDirection(const Pencil<S>& pencil, const MultiVector<S>& V, int count, MultiVector<S>& v,
                    std::uint64_t seed) {
  if (count >= pencil.n) return false;
  for (int attempt = 0; attempt < 5; ++attempt) {
    fillHash(v, seed, pencil.freshColumns(1));
    v.scale(S(1 / columnNorms(v).front()));
    if (orthonormalize(pencil, V, count, v) > std::max(Real<S>(1e-8), 1000 * Epsilon<Real<S>>)) return true;
  }
  return false;
}

#define RITZ_NEW_DIRECTION(S)                                                                        \
  template Real<S> orthonormalize<S>(const Pencil<S>&, const MultiVector<S>&, int, MultiVector<S>&); \
  template bool freshDirection<S>(const Pencil<S>&, const MultiVector<S>&, int, MultiVector<S>&,     \
                                  std::uint64_t);
RITZ_FOR_EACH_SCALAR(RITZ_NEW_DIRECTION)

}  // namespace ritz
