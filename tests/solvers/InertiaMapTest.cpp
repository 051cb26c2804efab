#include <ritz/solvers/InertiaMap.hpp>

#include "solvers/Problems.hpp"
#include "solvers/Traps.hpp"

#include <cmath>

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr GlobalIndex N = 200;

EigenProblem<double> problemOf(const MapPtr& map) {
  return {toeplitzMatrix(map, 2.0, -1.0), diagonalOperator(map, [](GlobalIndex) { return 2.0; }),
          diagonalOperator(map, [](GlobalIndex) { return 0.5; }),
          diagonalOperator(map, [](GlobalIndex g) { return 1.0 / (3.0 + real(g)); })};
}

/// ⟨K y, Op z⟩ = ⟨Op y, K z⟩ and ⟨K Op y, Op z⟩ = ⟨Op y, K Op z⟩, all of size 1, and Uᴴ Op y = 0.
void expectSelfAdjoint(const Pencil<double>& pencil, const Which& which, double sigma) {
  const MapPtr map = pencil.map;
  Block U(map, 2);
  for (int j = 0; j < 2; ++j)
    if (map->isNodeGlobalElement(j))
      U.replaceGlobalValue(j, std::size_t(j), std::sqrt(0.5 / pencil.massScale()));
  const auto dual = dualPencil(pencil, U, true, which);
  EXPECT_EQ(dual->n, N - 2);
  const InertiaMap<double> inertia(*dual, pencil, U, sigma, which);
  Block first(map, 2), second(map, 2), imagesOfFirst(map, 2), imagesOfSecond(map, 2);
  Tpetra::deep_copy(*first.getVectorNonConst(0), *hashBlock(map, 1, 1).getVector(0));
  Tpetra::deep_copy(*second.getVectorNonConst(0), *hashBlock(map, 1, 2).getVector(0));
  inertia.multiply(first, &imagesOfFirst);
  inertia.multiply(second, &imagesOfSecond);
  EXPECT_NEAR(imagesOfFirst.getVector(0)->dot(*second.getVector(1)),
              first.getVector(1)->dot(*imagesOfSecond.getVector(0)), 1e-12);
  EXPECT_NEAR(imagesOfFirst.getVector(1)->dot(*second.getVector(1)),
              first.getVector(1)->dot(*imagesOfSecond.getVector(1)), 1e-12);
  for (int j = 0; j < 2; ++j) EXPECT_NEAR(U.getVector(std::size_t(j))->dot(*first.getVector(1)), 0.0, 1e-12);
}

TEST(InertiaMap, IsSelfAdjointInTheInnerProductOfTheProjectedPreconditioner) {
  const EigenOptions options = traps::optionsFor(Davidson{}, 1, Smallest{});
  expectSelfAdjoint(Pencil<double>(problemOf(makeMap(N)), options), Smallest{}, 0.02);
}

TEST(InertiaMap, IsSelfAdjointWhereItIsFolded) {
  const EigenOptions options = traps::optionsFor(Davidson{}, 1, Nearest{0.3});
  expectSelfAdjoint(Pencil<double>(problemOf(makeMap(N)), options), Nearest{0.3}, 0.4);
}

}  // namespace
