#include <gtest/gtest.h>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FunctionOperator.hpp>
#include <ritz/operators/PreconditionerCheck.hpp>

#include <cmath>
#include <limits>

#include "operators/Matrices.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

OperatorPtr<double> diagonal(const MapPtr& map, const std::function<double(GlobalIndex)>& entry) {
  return std::make_shared<DiagonalOperator<double>>(columnOf(map, entry));
}

TEST(PreconditionerCheck, FindsNothingAgainstADefiniteOne) {
  const auto K =
      diagonal(makeMap(50), [](GlobalIndex g) { return std::pow(10.0, -0.2 * static_cast<double>(g)); });
  const auto found = probePreconditioner(*K);
  EXPECT_EQ(found.text(), "");
  EXPECT_LT(found.asymmetry, 1e-15);
  EXPECT_NO_THROW(requirePreconditioner(*K, "the test", "mend it"));
}

TEST(PreconditionerCheck, SeesNegativeDirections) {
  const auto K = diagonal(makeMap(50), [](GlobalIndex g) { return g % 3 == 0 ? -5.0 : 1.0; });
  EXPECT_FALSE(probePreconditioner(*K).isDefinite());
  EXPECT_TRUE(probePreconditioner(*K).isSymmetric());
  EXPECT_THROW(requirePreconditioner(*K, "the test", "mend it"), NotSymmetric);
}

TEST(PreconditionerCheck, SeesOneLargeNegativeDirectionThatMostVectorsDoNot) {
  // 1 but for −20 in one of 50 directions: xᵀK x > 0 for each vector with less than 1/21 of its square there.
  const auto K = diagonal(makeMap(50), [](GlobalIndex g) { return g == 7 ? -20.0 : 1.0; });
  EXPECT_FALSE(probePreconditioner(*K, 0, 8).isDefinite());
}

TEST(PreconditionerCheck, SeesAsymmetry) {
  const MapPtr map = makeMap(30);
  const auto noise = denseOperator(map, map, 1);
  const auto K = makeOperator<double>(map, [noise](const Block& X, Block& Y) {
    noise->apply(X, Y);
    Y.update(100.0, X, 1.0);
  });
  EXPECT_FALSE(probePreconditioner(*K).isSymmetric());
  EXPECT_TRUE(probePreconditioner(*K).isDefinite());
}

TEST(PreconditionerCheck, SaysWhereNothingFiniteComesBack) {
  const auto K = diagonal(makeMap(9), [](GlobalIndex) { return 1.0; });
  const auto broken = makeOperator<double>(
      makeMap(9), [](const Block&, Block& Y) { Y.putScalar(std::numeric_limits<double>::infinity()); });
  EXPECT_FALSE(probePreconditioner(*broken).isFinite);
  EXPECT_THROW(requirePreconditioner(*broken, "the test", "mend it"), OperatorFailure);
}

TEST(PreconditionerCheck, CountsZeroAsIndefinite) {
  const auto zero = makeOperator<double>(makeMap(9), [](const Block&, Block& Y) { Y.putScalar(0.0); });
  EXPECT_FALSE(probePreconditioner(*zero).isDefinite());
}

}  // namespace
