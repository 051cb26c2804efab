#include <gtest/gtest.h>
#include <ritz/operators/AmgCycle.hpp>
#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/CoarseInverse.hpp>
#include <ritz/operators/Laplacian3d.hpp>

#include "operators/Blocks.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

AmgCycle::MatrixPtr laplacian(GlobalIndex size) {
  return assembledMatrix<double>(
      std::make_shared<Laplacian3d<double>>(worldComm(), Laplacian3d<double>::Size{size, 1, 1}));
}

AmgCycle::MatrixPtr unit(const MapPtr& map) {
  const auto result = std::make_shared<Tpetra::CrsMatrix<double>>(map, 1);
  for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i) {
    const GlobalIndex g = map->getGlobalElement(i);
    result->insertGlobalValues(g, Teuchos::tuple(g), Teuchos::tuple(1.0));
  }
  result->fillComplete(map, map);
  return result;
}

TEST(AmgCycle, WithoutLevelsIsTheSolveOfTheCoarsest) {
  const AmgCycle::MatrixPtr A = laplacian(30);
  const AmgCycle cycle({}, CoarseInverse::make(*A), 2);
  const Block b = hashBlock(A->getRowMap(), 3);
  Block x(A->getRowMap(), 3), product(A->getRowMap(), 3);
  cycle.apply(b, x);
  A->apply(x, product);
  EXPECT_LE(distance(product, b), 1e-11);
}

/// All unknowns on the next level, too: what the smoothers leave is solved there.
TEST(AmgCycle, IsExactWhereTheNextLevelIsThisOne) {
  const AmgCycle::MatrixPtr A = laplacian(30);
  const auto identity = unit(A->getRowMap());
  const AmgCycle cycle({{A, identity, identity}}, CoarseInverse::make(*A), 2);
  const Block b = hashBlock(A->getRowMap(), 5);
  Block x(A->getRowMap(), 5), product(A->getRowMap(), 5);
  cycle.apply(b, x);
  A->apply(x, product);
  EXPECT_LE(distance(product, b), 1e-11);
}

}  // namespace
