#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/BlockOrthonormalization.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace ritz {

namespace {

/// YᴴB′Y of the first `count` columns.
template <class S>
Dense<S> massGram(const Pencil<S>& pencil, const MultiVector<S>& Y, int count) {
  const auto block = Y.subView(Teuchos::Range1D(0, count - 1));
  if (!pencil.mass) return gram(*block, *block);
  MultiVector<S> image(Y.getMap(), static_cast<std::size_t>(count), false);
  pencil.mass->apply(*block, image);
  return gram(*block, image);
}

/// One pass: C of Y C, and the smallest Λ among those kept, in units of the largest.
template <class S>
struct Pass {
  Dense<S> C;
  Real<S> conditioning = 0;
};

template <class S>
Pass<S> passFor(Dense<S> G, bool dropsVanished) {
  const int count = G.cols();
  const auto length = [](const S& square) {
    const Real<S> value = Teuchos::ScalarTraits<S>::real(square);
    if (value < 0) throwIndefiniteMass();
    return value > 0 ? 1 / std::sqrt(value) : Real<S>(1);
  };
  std::vector<Real<S>> d;
  for (int j = 0; j < count; ++j) d.push_back(length(G(j, j)));
  for (int j = 0; j < count; ++j)
    for (int i = 0; i < count; ++i)
      G(i, j) *= S(d[static_cast<std::size_t>(i)] * d[static_cast<std::size_t>(j)]);
  const SmallEigen<S> small = hermitianEigen(std::move(G));
  const Real<S> largest = std::max(small.values.back(), std::numeric_limits<Real<S>>::min());
  const Real<S> least = Real<S>(10 * count) * std::numeric_limits<Real<S>>::epsilon() * largest;
  if (small.values.front() < -Real<S>(100) * least) throwIndefiniteMass();
  std::vector<int> kept;
  for (int j = count - 1; j >= 0; --j)
    if (!dropsVanished || small.values[static_cast<std::size_t>(j)] > least) kept.push_back(j);
  Pass<S> pass{Dense<S>(count, static_cast<int>(kept.size())), Real<S>(1)};
  for (int j = 0; j < pass.C.cols(); ++j) {
    const int from = kept[static_cast<std::size_t>(j)];
    const Real<S> lambda = small.values[static_cast<std::size_t>(from)];
    pass.conditioning = std::min(pass.conditioning, lambda / largest);
    for (int i = 0; i < count; ++i)
      pass.C(i, j) =
          small.vectors(i, from) * S(d[static_cast<std::size_t>(i)] / std::sqrt(std::max(lambda, least)));
  }
  return pass;
}

}  // namespace

template <class S>
Dense<S> orthonormalizeBlock(const Pencil<S>& pencil, MultiVector<S>& Y) {
  constexpr int MostPasses = 8, PassesThatAmplify = 3;
  const Real<S> good = Real<S>(0.1);
  int count = static_cast<int>(Y.getNumVectors());
  Dense<S> C(count, count);
  for (int j = 0; j < count; ++j) C(j, j) = S(1);
  for (int pass = 0; pass < MostPasses && count > 0; ++pass) {
    const Pass<S> next = passFor(massGram(pencil, Y, count), pass >= PassesThatAmplify);
    if (next.C.cols() == 0) return Dense<S>(C.rows(), 0);
    rotateBasis(Y, next.C);
    C = product(C, next.C);
    count = next.C.cols();
    if (next.conditioning > good) break;
  }
  return C;
}

#define RITZ_BLOCK_ORTHONORMALIZATION(S) \
  template Dense<S> orthonormalizeBlock<S>(const Pencil<S>&, MultiVector<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_BLOCK_ORTHONORMALIZATION)

}  // namespace ritz
