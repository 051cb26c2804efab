#include "Parametric.hpp"

#include <gtest/gtest.h>

namespace {

using namespace ritz::test;

}  // namespace

TEST(ParametricOperator, StartsAtZero) {
  const SineDiagonal A(ritz::makeMap(6));

  EXPECT_EQ(gather(A.parameters()), std::vector<double>(6, 0.0));
  EXPECT_EQ(A.version(), 0U);
}

TEST(ParametricOperator, CopiesItsParametersAndRaisesItsVersion) {
  SineDiagonal A(ritz::makeMap(6));
  Column theta = columnOf(A.parameterMap(), [](ritz::GlobalIndex g) { return 0.5 * static_cast<double>(g); });
  const Column kept(theta, Teuchos::Copy);

  A.setParameters(theta);
  const auto first = A.version();
  theta.putScalar(9.0);

  EXPECT_EQ(distance(A.parameters(), kept), 0.0);
  A.setParameters(theta);
  EXPECT_GT(first, 0U);
  EXPECT_GT(A.version(), first);
}

TEST(ParametricOperator, TellsTheOperatorAfterTheChange) {
  SineDiagonal A(ritz::makeMap(6));
  Column theta(A.parameterMap());
  theta.putScalar(0.25);

  A.setParameters(theta);

  EXPECT_EQ(A.changes, 1);
  EXPECT_EQ(A.seen, 0.25 * 6);
}

TEST(ParametricOperator, MayBeSetToItsOwnParameters) {
  SineDiagonal A(ritz::makeMap(6));
  Column theta(A.parameterMap());
  theta.putScalar(0.25);
  A.setParameters(theta);

  A.setParameters(A.parameters());

  EXPECT_EQ(distance(A.parameters(), theta), 0.0);
}

TEST(ParametricOperator, RefusesParametersOnAnotherMap) {
  SineDiagonal A(ritz::makeMap(6));
  const auto before = A.version();

  EXPECT_THROW(A.setParameters(Column(ritz::makeMap(7))), ritz::SpaceMismatch);
  EXPECT_EQ(A.version(), before);
}

TEST(ParametricOperator, FailsOnEveryRankIfOneCannotTakeTheParameters) {
  const int last = ritz::worldComm()->getSize() - 1;
  SineDiagonal A(ritz::makeMap(6));
  A.failOnRank = last;
  const Column theta(A.parameterMap());

  if (last == 0)
    EXPECT_THROW(A.setParameters(theta), std::range_error);
  else
    EXPECT_THROW(A.setParameters(theta), ritz::OperatorFailure);
}

TEST(ParametricOperator, SaysThatItHasNoSecondDerivatives) {
  const FirstOrderOnly A(ritz::makeMap(6));
  const Column p(A.parameterMap());
  Column g(A.parameterMap());
  const Block V(A.getDomainMap(), 1);

  EXPECT_THROW(A.accumulateSecond(1.0, p, V, V, g), ritz::NotSupported);
}
