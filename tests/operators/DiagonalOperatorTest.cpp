#include "Blocks.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Error.hpp>

#include <limits>
#include <string>
#include <vector>

namespace {

using namespace ritz::test;

Column counted(const ritz::MapPtr& map) {
  return columnOf(map, [](ritz::GlobalIndex g) { return static_cast<double>(g + 1); });
}

}  // namespace

TEST(DiagonalOperator, MultipliesRowByRow) {
  const ritz::DiagonalOperator<double> A(counted(ritz::makeMap(4)));
  Block X(A.getDomainMap(), 2), Y(A.getRangeMap(), 2);
  X.getVectorNonConst(0)->putScalar(1.0);
  X.getVectorNonConst(1)->putScalar(-0.5);
  Y.putScalar(std::numeric_limits<double>::quiet_NaN());

  A.apply(X, Y);

  EXPECT_EQ(gather(Y, 0), (std::vector<double>{1.0, 2.0, 3.0, 4.0}));
  EXPECT_EQ(gather(Y, 1), (std::vector<double>{-0.5, -1.0, -1.5, -2.0}));
}

TEST(DiagonalOperator, IsItsOwnAdjointForRealScalars) {
  const ritz::DiagonalOperator<double> A(counted(ritz::makeMap(7)));
  const auto X = hashBlock(A.getDomainMap(), 2);
  Block forward(A.getRangeMap(), 2), adjoint(A.getRangeMap(), 2);

  A.apply(X, forward);
  A.apply(X, adjoint, Teuchos::CONJ_TRANS);

  EXPECT_EQ(distance(forward, adjoint), 0.0);
}

TEST(DiagonalOperator, KeepsACopyOfItsDiagonal) {
  Column d = counted(ritz::makeMap(3));
  const ritz::DiagonalOperator<double> A(d);

  d.putScalar(0.0);

  EXPECT_EQ(gather(A.diagonal()), (std::vector<double>{1.0, 2.0, 3.0}));
}

TEST(DiagonalOperator, UndoesItselfByItsInverse) {
  const ritz::DiagonalOperator<double> A(counted(ritz::makeMap(50)));
  const auto X = hashBlock(A.getDomainMap(), 1);
  Block Y(A.getRangeMap(), 1), Z(A.getRangeMap(), 1);

  A.apply(X, Y);
  A.inverse()->apply(Y, Z);

  // Three roundings, entries below 1.
  EXPECT_LE(distance(X, Z), 3.0 * std::numeric_limits<double>::epsilon());
}

TEST(DiagonalOperator, RefusesToInvertAZeroOnEveryRank) {
  const ritz::DiagonalOperator<double> A(
      columnOf(ritz::makeMap(9), [](ritz::GlobalIndex g) { return g == 7 ? 0.0 : 1.0; }));

  try {
    A.inverse();
    FAIL() << "nothing was thrown";
  } catch (const ritz::InvalidOption& error) {
    EXPECT_NE(std::string(error.what()).find("entry 7"), std::string::npos);
  }
}
