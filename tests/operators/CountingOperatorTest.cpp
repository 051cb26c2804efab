#include "Blocks.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FunctionOperator.hpp>

namespace {

using namespace ritz::test;

const auto negate = [](const Block& X, Block& Y) { Y.update(-1.0, X, 0.0); };

}  // namespace

TEST(CountingOperator, CountsColumnsAndCallsExactly) {
  const auto map = ritz::makeMap(10);
  const ritz::CountingOperator<double> A(ritz::makeOperator<double>(map, map, negate, negate));
  const auto X = hashBlock(map, 5);
  Block Y(map, 5);

  A.apply(X, Y);
  A.apply(*X.getVector(2), *Y.getVectorNonConst(2));
  A.apply(X, Y, Teuchos::CONJ_TRANS);
  A.apply(X, Y, Teuchos::NO_TRANS, 2.0, 1.0);

  EXPECT_EQ(A.count().columns, 16);
  EXPECT_EQ(A.count().calls, 4);
  EXPECT_GE(A.count().seconds, 0.0);
}

TEST(CountingOperator, DoesNotCountWhatIsNotApplied) {
  const auto map = ritz::makeMap(10);
  const ritz::CountingOperator<double> A(ritz::makeOperator<double>(map, negate));
  const Block X(map, 2);
  Block Y(map, 2), narrow(map, 1);

  A.apply(X, Y, Teuchos::NO_TRANS, 0.0, 1.0);
  EXPECT_THROW(A.apply(X, narrow), ritz::SpaceMismatch);
  EXPECT_THROW(A.apply(X, Y, Teuchos::CONJ_TRANS), ritz::NotSupported);

  EXPECT_EQ(A.count().calls, 0);
}

TEST(CountingOperator, PassesTheProductOn) {
  const auto map = ritz::makeMap(10);
  const ritz::CountingOperator<double> A(ritz::makeOperator<double>(map, negate));
  const auto X = hashBlock(map, 2);
  Block Y(map, 2), expected(X, Teuchos::Copy);
  expected.scale(-1.0);

  A.apply(X, Y);

  EXPECT_EQ(distance(Y, expected), 0.0);
}

TEST(CountingOperator, StartsAgainAfterReset) {
  const auto map = ritz::makeMap(3);
  ritz::CountingOperator<double> A(ritz::makeOperator<double>(map, negate));
  const Block X(map, 1);
  Block Y(map, 1);
  A.apply(X, Y);

  A.reset();

  EXPECT_EQ(A.count().calls, 0);
  EXPECT_EQ(A.count().columns, 0);
  EXPECT_EQ(A.count().seconds, 0.0);
}

TEST(CountingOperator, RefusesNull) {
  EXPECT_THROW(ritz::CountingOperator<double>(nullptr), ritz::SpaceMismatch);
}
