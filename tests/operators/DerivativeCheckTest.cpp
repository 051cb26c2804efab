#include "Parametric.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/DerivativeCheck.hpp>

#include <cmath>
#include <limits>

namespace {

using namespace ritz::test;

struct DerivativeCheck : testing::Test {
  SineDiagonal A{ritz::makeMap(9)};
  Column theta =
      columnOf(A.parameterMap(), [](ritz::GlobalIndex g) { return 0.3 + 0.1 * static_cast<double>(g); });
  Column p =
      columnOf(A.parameterMap(), [](ritz::GlobalIndex g) { return 1.0 - 0.15 * static_cast<double>(g); });

  DerivativeCheck() { A.setParameters(theta); }
};

}  // namespace

TEST_F(DerivativeCheck, FindsSlopeTwoForCorrectDerivatives) {
  const auto check = ritz::derivativeCheck(A, p);

  // The next term of the series changes the slope by about h₀|A'''|/(3|A''|) at most, here below 0.1.
  EXPECT_NEAR(check.first.slope, 2.0, 0.1);
  EXPECT_TRUE(check.hasSecond);
  EXPECT_NEAR(check.second.slope, 2.0, 0.1);
  EXPECT_LE(check.gradientDefect, 20 * std::numeric_limits<double>::epsilon());
  ASSERT_EQ(check.steps.size(), 6U);
  ASSERT_EQ(check.first.remainders.size(), 6U);
  ASSERT_EQ(check.second.remainders.size(), 6U);
  EXPECT_EQ(check.steps[0], 0.1);
  EXPECT_EQ(check.steps[1], 0.05);
}

TEST_F(DerivativeCheck, TakesTheParametersThemselvesForADirection) {
  const auto check = ritz::derivativeCheck(A, A.parameters());

  EXPECT_NEAR(check.first.slope, 2.0, 0.1);
  EXPECT_LE(check.gradientDefect, 20 * std::numeric_limits<double>::epsilon());
}

TEST_F(DerivativeCheck, FindsSlopeOneForAWrongDerivative) {
  A.derivativeFactor = 1.5;

  const auto check = ritz::derivativeCheck(A, p);

  EXPECT_NEAR(check.first.slope, 1.0, 0.1);
  EXPECT_GT(check.gradientDefect, 1e-3);
}

TEST_F(DerivativeCheck, FindsAGradientThatDoesNotBelongToTheDerivative) {
  A.gradientFactor = 1.5;

  const auto check = ritz::derivativeCheck(A, p);

  EXPECT_NEAR(check.first.slope, 2.0, 0.1);
  EXPECT_GT(check.gradientDefect, 1e-3);
}

TEST_F(DerivativeCheck, FindsSlopeOneForAWrongSecondDerivative) {
  A.secondFactor = -1.0;

  const auto check = ritz::derivativeCheck(A, p);

  EXPECT_NEAR(check.first.slope, 2.0, 0.1);
  EXPECT_NEAR(check.second.slope, 1.0, 0.1);
}

TEST_F(DerivativeCheck, LeavesOutSecondDerivativesThatAreNotThere) {
  FirstOrderOnly only(A.parameterMap());
  only.setParameters(theta);

  const auto check = ritz::derivativeCheck(only, p);

  EXPECT_FALSE(check.hasSecond);
  EXPECT_TRUE(check.second.remainders.empty());
  EXPECT_NEAR(check.first.slope, 2.0, 0.1);
}

TEST_F(DerivativeCheck, PutsTheParametersBack) {
  ritz::derivativeCheck(A, p);

  EXPECT_EQ(distance(A.parameters(), theta), 0.0);
}

TEST_F(DerivativeCheck, PutsTheParametersBackWhenTheOperatorFails) {
  A.failOnRank = 0;

  EXPECT_ANY_THROW(ritz::derivativeCheck(A, p));

  EXPECT_EQ(distance(A.parameters(), theta), 0.0);
}

TEST_F(DerivativeCheck, RefusesWhatIsOutOfRange) {
  ritz::DerivativeCheckOptions noStep, oneStep, noColumns;
  noStep.firstStep = 0.0;
  oneStep.numSteps = 1;
  noColumns.columns = 0;

  EXPECT_THROW(ritz::derivativeCheck(A, p, noStep), ritz::InvalidOption);
  EXPECT_THROW(ritz::derivativeCheck(A, p, oneStep), ritz::InvalidOption);
  EXPECT_THROW(ritz::derivativeCheck(A, p, noColumns), ritz::InvalidOption);
  EXPECT_THROW(ritz::derivativeCheck(A, Column(ritz::makeMap(4))), ritz::SpaceMismatch);
}
