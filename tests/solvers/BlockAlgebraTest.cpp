#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <cmath>

namespace {

using namespace ritz::test;
using ritz::Dense;

Dense<double> counted(int rows, int cols) {
  Dense<double> C(rows, cols);
  for (int j = 0; j < cols; ++j)
    for (int i = 0; i < rows; ++i) C(i, j) = 1.0 + i - 2.0 * j;
  return C;
}

}  // namespace

TEST(BlockAlgebra, GramHoldsTheInnerProductsOfAllPairs) {
  const auto map = ritz::makeMap(50);
  const Block X = hashBlock(map, 3, 1), Y = hashBlock(map, 2, 2);

  const Dense<double> G = ritz::gram(X, Y);

  ASSERT_EQ(G.rows(), 3);
  ASSERT_EQ(G.cols(), 2);
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 2; ++j)
      EXPECT_NEAR(G(i, j),
                  X.getVector(static_cast<std::size_t>(i))->dot(*Y.getVector(static_cast<std::size_t>(j))),
                  50 * 50 * Epsilon);  // n terms below 1, each sum rounded n times
}

TEST(BlockAlgebra, GramTakesViewsOfColumnsThatAreNotNeighbours) {
  const auto map = ritz::makeMap(40);
  const Block X = hashBlock(map, 5, 1);
  const Teuchos::Array<std::size_t> chosen(std::vector<std::size_t>{4, 0, 3});
  const auto some = X.subView(chosen());

  const Dense<double> G = ritz::gram(*some, *some), whole = ritz::gram(X, X);

  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      EXPECT_DOUBLE_EQ(G(i, j), whole(static_cast<int>(chosen[i]), static_cast<int>(chosen[j])));
}

TEST(BlockAlgebra, GramOfNoColumnsIsEmpty) {
  const auto map = ritz::makeMap(5);

  const Dense<double> G = ritz::gram(Block(map, 0), hashBlock(map, 2));

  EXPECT_EQ(G.rows(), 0);
  EXPECT_EQ(G.cols(), 2);
}

TEST(BlockAlgebra, TimesCombinesColumns) {
  const auto map = ritz::makeMap(2);  // fewer entries than ranks
  const Block X = hashBlock(map, 3);
  const Dense<double> C = counted(3, 2);

  const Block Y = ritz::times(X, C);

  ASSERT_EQ(Y.getNumVectors(), 2U);
  for (int j = 0; j < 2; ++j) {
    Column expected(map);
    for (int i = 0; i < 3; ++i) expected.update(C(i, j), *X.getVector(static_cast<std::size_t>(i)), 1.0);
    EXPECT_LE(distance(*Y.getVector(static_cast<std::size_t>(j)), expected), 3 * 3 * 3 * Epsilon);
  }
  EXPECT_EQ(ritz::times(X, Dense<double>(3, 0)).getNumVectors(), 0U);
}

TEST(BlockAlgebra, ColumnNormsAreEuclidean) {
  const auto map = ritz::makeMap(16);
  Block X(map, 3);
  X.getVectorNonConst(1)->putScalar(-2.0);
  X.getVectorNonConst(2)->putScalar(0.5);

  EXPECT_EQ(ritz::columnNorms(X), (std::vector<double>{0.0, 8.0, 2.0}));
  EXPECT_TRUE(ritz::columnNorms(Block(map, 0)).empty());
}

TEST(BlockAlgebra, ResidualNormsAreThoseOfTheDifferences) {
  const auto map = ritz::makeMap(40);
  const Block X = hashBlock(map, 3, 1), Y = hashBlock(map, 3, 2);
  const std::vector<double> theta{0.5, -2.0, 0.0};
  Block R(X, Teuchos::Copy);
  for (std::size_t j = 0; j < 3; ++j) R.getVectorNonConst(j)->update(-theta[j], *Y.getVector(j), 1.0);
  const auto expected = ritz::columnNorms(R), norms = ritz::residualNorms(X, theta, Y);
  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(norms[j], expected[j], 1e-14 * expected[j]);
  EXPECT_TRUE(ritz::residualNorms(Block(map, 0), {}, Block(map, 0)).empty());
}

TEST(BlockAlgebra, JoinedPutsOneBlockBehindTheOther) {
  const auto map = ritz::makeMap(9);
  const Block X = hashBlock(map, 2, 1), Y = hashBlock(map, 1, 2), none(map, 0);

  const Block both = ritz::joined(X, Y);

  ASSERT_EQ(both.getNumVectors(), 3U);
  EXPECT_EQ(distance(ritz::columns(both, 0, 2), X), 0.0);
  EXPECT_EQ(distance(ritz::columns(both, 2, 1), Y), 0.0);
  EXPECT_EQ(distance(ritz::joined(none, X), X), 0.0);
  EXPECT_EQ(distance(ritz::joined(X, none), X), 0.0);
}

TEST(BlockAlgebra, ColumnsAreACopy) {
  Block X = hashBlock(ritz::makeMap(9), 3);
  const Block before(*X.getVector(1), Teuchos::Copy);

  const Block middle = ritz::columns(X, 1, 1);
  X.putScalar(0.0);

  EXPECT_EQ(distance(middle, before), 0.0);
  EXPECT_EQ(ritz::columns(X, 3, 0).getNumVectors(), 0U);
}
