#include <gtest/gtest.h>
#include <ritz/operators/ScaledOperator.hpp>
#include <ritz/solvers/OperatorPair.hpp>

#include <cmath>
#include <limits>
#include <utility>

#include "operators/Matrices.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

/// rows × columns, entries of size up to 3e6.
OperatorPtr<double> rectangle(GlobalIndex rows, GlobalIndex columns) {
  return std::make_shared<ScaledOperator<double>>(3e6, denseOperator(makeMap(columns), makeMap(rows), 7));
}

TEST(OperatorPair, TakesTheSmallerSpaceForTheRightVectors) {
  for (const auto& [rows, columns] : {std::pair(30, 11), std::pair(11, 30)}) {
    const OperatorPair<double> pair(rectangle(rows, columns), 0, "A");
    EXPECT_EQ(pair.isSwapped(), rows < columns);
    EXPECT_EQ(pair.dimension(), 11);
    EXPECT_EQ(pair.range()->getGlobalNumElements(), 30u);
    EXPECT_TRUE(pair.backward().getDomainMap()->isSameAs(*pair.range()));
  }
}

TEST(OperatorPair, MultipliesByAScaledOperatorAndItsAdjoint) {
  for (const bool isWide : {false, true}) {
    const auto A = isWide ? rectangle(11, 30) : rectangle(30, 11);
    const OperatorPair<double> pair(A, 0, "A");
    const Block X = hashBlock(pair.domain(), 2, 1), Y = hashBlock(pair.range(), 2, 2);
    Block AX(pair.range(), 2), AY(pair.domain(), 2), expected(pair.range(), 2);
    pair.forward().apply(X, AX);
    pair.backward().apply(Y, AY);
    A->apply(X, expected, isWide ? Teuchos::CONJ_TRANS : Teuchos::NO_TRANS, pair.scale());
    EXPECT_LE(distance(AX, expected), 1e-13);
    for (std::size_t j = 0; j < 2; ++j)
      EXPECT_NEAR(AX.getVector(j)->dot(*Y.getVector(j)), X.getVector(j)->dot(*AY.getVector(j)), 1e-12);
  }
}

TEST(OperatorPair, ScalesByAPowerOfTwoThatMakesProductsNearOne) {
  for (const double size : {1e-120, 1.0, 1e120}) {
    const auto A = std::make_shared<ScaledOperator<double>>(size, rectangle(20, 8));
    const OperatorPair<double> pair(A, 3, "A");
    int exponent = 0;
    EXPECT_EQ(std::frexp(pair.scale(), &exponent), 0.5);
    EXPECT_GT(pair.norm(), 0.05);
    EXPECT_LT(pair.norm(), 20.0);
  }
}

TEST(OperatorPair, RemembersTheLargestProductOfEitherDirection) {
  const OperatorPair<double> pair(rectangle(30, 11), 0, "A");
  // Eleven steps of the power method on AᴴA are near the largest singular value, which the probe is not.
  Block x = hashBlock(pair.domain(), 1, 5), y(pair.range(), 1);
  const double before = pair.norm();
  double last = 0.0;
  for (int step = 0; step < 11; ++step) {
    x.scale(1 / norms(x)[0]);
    pair.forward().apply(x, y);
    last = norms(y)[0];
    y.scale(1 / last);
    pair.backward().apply(y, x);
  }
  EXPECT_GT(pair.norm(), before);
  EXPECT_GE(pair.norm(), last * (1 - 1e-14));
  EXPECT_NEAR(pair.norm(), norms(x)[0], 1e-12);
}

TEST(OperatorPair, CountsEachDirectionOnItsOwn) {
  for (const bool isWide : {false, true}) {
    const OperatorPair<double> pair(isWide ? rectangle(11, 30) : rectangle(30, 11), 0, "A");
    EXPECT_EQ(pair.count().columns, 1);  // the probe
    Block X(pair.domain(), 2), Y(pair.range(), 2);
    pair.forward().apply(X, Y);
    pair.forward().apply(X, Y);
    pair.backward().apply(Y, X);
    EXPECT_EQ(pair.count().columns, isWide ? 3 : 5);
    EXPECT_EQ(pair.adjointCount().columns, isWide ? 4 : 2);
    EXPECT_EQ(pair.columns(), 7);
  }
}

TEST(OperatorPair, RefusesAnOperatorWithoutAnAdjoint) {
  EXPECT_THROW(OperatorPair<double>(withoutAdjoint(makeMap(9)), 0, "A"), NotSupported);
}

TEST(OperatorPair, NamesTheOperatorWhoseProductIsNotFinite) {
  const auto nan = makeOperator<double>(
      makeMap(9), makeMap(9),
      [](const Block&, Block& Y) { Y.putScalar(std::numeric_limits<double>::quiet_NaN()); },
      [](const Block& X, Block& Y) { Y.update(1.0, X, 0.0); });
  try {
    OperatorPair<double>(nan, 0, "the Jacobian");
    FAIL() << "nothing was thrown";
  } catch (const OperatorFailure& failure) {
    EXPECT_NE(std::string(failure.what()).find("the Jacobian"), std::string::npos) << failure.what();
  }
}

}  // namespace
