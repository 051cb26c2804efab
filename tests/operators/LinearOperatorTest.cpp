#include "Doubling.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace ritz::test;

const double NaN = std::numeric_limits<double>::quiet_NaN();

Teuchos::RCP<Block> columns(Block& X, const std::vector<std::size_t>& which) {
  return X.subViewNonConst(Teuchos::ArrayView<const std::size_t>(which));
}

}  // namespace

TEST(LinearOperator, OverwritesNaNWhereBetaIsZero) {
  const Doubling A(ritz::makeMap(10));
  const auto X = hashBlock(A.getDomainMap(), 3);
  Block Y(A.getRangeMap(), 3), scaled(A.getRangeMap(), 3);
  Y.putScalar(NaN);
  scaled.putScalar(NaN);

  A.apply(X, Y);
  A.apply(X, scaled, Teuchos::NO_TRANS, 0.5, 0.0);

  EXPECT_EQ(distance(Y, doubled(X)), 0.0);
  EXPECT_EQ(distance(scaled, X), 0.0);
}

TEST(LinearOperator, AddsAlphaTimesTheProductToBetaTimesTheResult) {
  const Doubling A(ritz::makeMap(10));
  const auto X = hashBlock(A.getDomainMap(), 2);
  auto Y = hashBlock(A.getDomainMap(), 2, 1);
  Block expected(Y, Teuchos::Copy);
  expected.update(6.0, X, -0.25);

  A.apply(X, Y, Teuchos::NO_TRANS, 3.0, -0.25);

  EXPECT_LE(distance(Y, expected), 8.0 * std::numeric_limits<double>::epsilon());
}

TEST(LinearOperator, DoesNotApplyWhereAlphaIsZero) {
  const Doubling A(ritz::makeMap(5));
  const auto X = hashBlock(A.getDomainMap(), 1);
  Block Y(A.getRangeMap(), 1), zero(A.getRangeMap(), 1), kept(X, Teuchos::Copy), half(X, Teuchos::Copy);
  Y.putScalar(NaN);
  half.scale(0.5);

  A.apply(X, Y, Teuchos::NO_TRANS, 0.0, 0.0);
  A.apply(X, kept, Teuchos::NO_TRANS, 0.0, 0.5);

  EXPECT_EQ(distance(Y, zero), 0.0);
  EXPECT_EQ(distance(kept, half), 0.0);
  EXPECT_EQ(A.calls, 0);
}

TEST(LinearOperator, TakesTheSameVectorTwice) {
  const Doubling A(ritz::makeMap(9));
  auto X = hashBlock(A.getDomainMap(), 2);
  const Block before(X, Teuchos::Copy);

  A.apply(X, X);

  EXPECT_EQ(distance(X, doubled(before)), 0.0);
  EXPECT_TRUE(A.apart);
}

TEST(LinearOperator, TakesOverlappingViews) {
  const Doubling A(ritz::makeMap(9));
  auto X = hashBlock(A.getDomainMap(), 3);
  const Block before(X, Teuchos::Copy);

  A.apply(*X.subView(Teuchos::Range1D(0, 1)), *X.subViewNonConst(Teuchos::Range1D(1, 2)));

  EXPECT_EQ(distance(*X.getVector(0), *before.getVector(0)), 0.0);
  EXPECT_EQ(distance(*X.getVector(1), doubled(*before.getVector(0))), 0.0);
  EXPECT_EQ(distance(*X.getVector(2), doubled(*before.getVector(1))), 0.0);
}

TEST(LinearOperator, HandsOnConstantStrideForANoncontiguousInput) {
  const Doubling A(ritz::makeMap(8));
  auto X = hashBlock(A.getDomainMap(), 4);
  Block Y(A.getRangeMap(), 2);

  A.apply(*columns(X, {3, 1}), Y);

  EXPECT_TRUE(A.strided);
  EXPECT_EQ(distance(*Y.getVector(0), doubled(*X.getVector(3))), 0.0);
  EXPECT_EQ(distance(*Y.getVector(1), doubled(*X.getVector(1))), 0.0);
}

TEST(LinearOperator, WritesOnlyTheColumnsOfANoncontiguousResult) {
  const Doubling A(ritz::makeMap(8));
  const auto X = hashBlock(A.getDomainMap(), 2);
  Block Y(A.getRangeMap(), 4);
  Y.putScalar(7.0);
  columns(Y, {0, 2})->putScalar(NaN);

  A.apply(X, *columns(Y, {0, 2}));

  Block sevens(A.getRangeMap(), 1);
  sevens.putScalar(7.0);
  EXPECT_TRUE(A.strided);
  EXPECT_EQ(distance(*Y.getVector(0), doubled(*X.getVector(0))), 0.0);
  EXPECT_EQ(distance(*Y.getVector(1), sevens), 0.0);
  EXPECT_EQ(distance(*Y.getVector(2), doubled(*X.getVector(1))), 0.0);
  EXPECT_EQ(distance(*Y.getVector(3), sevens), 0.0);
}

TEST(LinearOperator, TakesInterleavedColumnsOfOneBlock) {
  const Doubling A(ritz::makeMap(8));
  auto X = hashBlock(A.getDomainMap(), 4);
  const Block before(X, Teuchos::Copy);

  A.apply(*columns(X, {0, 2}), *columns(X, {1, 3}), Teuchos::NO_TRANS, 1.0, 1.0);

  EXPECT_TRUE(A.strided && A.apart);
  for (const std::size_t j : {0U, 2U}) {
    Block expected(*before.getVector(j + 1), Teuchos::Copy);
    expected.update(2.0, *before.getVector(j), 1.0);
    EXPECT_EQ(distance(*X.getVector(j), *before.getVector(j)), 0.0);
    EXPECT_LE(distance(*X.getVector(j + 1), expected), 4.0 * std::numeric_limits<double>::epsilon());
  }
}

TEST(LinearOperator, WorksWhereRanksHaveNoEntries) {
  const Doubling A(ritz::makeMap(1));
  const auto X = hashBlock(A.getDomainMap(), 2);
  Block Y(A.getRangeMap(), 2);

  A.apply(X, Y);

  EXPECT_EQ(distance(Y, doubled(X)), 0.0);
}
