#include "operators/Blocks.hpp"

#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

TEST(ColumnAlgebra, TreatsEachColumnWithItsOwnNumber) {
  const auto map = makeMap(17);
  const Block X = hashBlock(map, 3, 1);
  Block Y = hashBlock(map, 3, 2), expected(Y, Teuchos::Copy);
  addColumns<double>(Y, {1, 0, -2}, X);
  expected.getVectorNonConst(0)->update(1.0, *X.getVector(0), 1.0);
  expected.getVectorNonConst(2)->update(-2.0, *X.getVector(2), 1.0);
  EXPECT_EQ(distance(Y, expected), 0.0);

  scaleAndAddColumns<double>(Y, {0, 1, 3}, X);
  EXPECT_EQ(distance(pickColumns(Y, {0}), pickColumns(X, {0})), 0.0);
  scaleColumns<double>(Y, {1, 0, 0});
  EXPECT_EQ(norms(Y)[2], 0.0);
}

TEST(ColumnAlgebra, PicksAndPutsColumnsInAnyOrder) {
  const Block X = hashBlock(makeMap(11), 4, 3);
  Block Y(X.getMap(), 4);
  putColumns<double>(Y, {3, 0}, pickColumns<double>(X, {3, 0}));
  EXPECT_EQ(distance(*Y.getVector(3), *X.getVector(3)), 0.0);
  EXPECT_EQ(distance(*Y.getVector(0), *X.getVector(0)), 0.0);
  EXPECT_EQ(norms(Y)[1], 0.0);
}

TEST(ColumnAlgebra, DotsPairsOfColumns) {
  const Block X = hashBlock(makeMap(23), 2, 4), Y = hashBlock(makeMap(23), 2, 5);
  const auto dots = columnDots(X, Y);
  EXPECT_EQ(dots[1], X.getVector(1)->dot(*Y.getVector(1)));
}

TEST(ColumnAlgebra, MultipliesSmallMatrices) {
  Dense<double> A(2, 3);
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 2; ++i) A(i, j) = 1.0 + i + 10.0 * j;
  const auto AtA = product(adjoint(A), A);
  EXPECT_EQ(AtA(0, 1), 1 * 11.0 + 2 * 12.0);
  EXPECT_EQ(AtA.rows(), 3);
  EXPECT_DOUBLE_EQ(frobenius(adjoint(A)), frobenius(A));
}

}  // namespace
}  // namespace ritz::test
