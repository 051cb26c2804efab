#include <ritz/solvers/SmallCholesky.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

ritz::Dense<double> twoByTwo(double a, double b, double c) {
  ritz::Dense<double> G(2, 2);
  G(0, 0) = a, G(0, 1) = b, G(1, 1) = c;  // the lower triangle is not read
  G(1, 0) = std::numeric_limits<double>::quiet_NaN();
  return G;
}

TEST(SmallCholesky, GivesTheFactorAndItsInverse) {
  const auto factor = ritz::smallCholesky(twoByTwo(4, 2, 5), 1e-10);
  ASSERT_TRUE(factor);
  EXPECT_DOUBLE_EQ(factor->R(0, 0), 2);
  EXPECT_DOUBLE_EQ(factor->R(0, 1), 1);
  EXPECT_DOUBLE_EQ(factor->R(1, 1), 2);
  EXPECT_EQ(factor->R(1, 0), 0);
  EXPECT_DOUBLE_EQ(factor->inverse(0, 0), 0.5);
  EXPECT_DOUBLE_EQ(factor->inverse(0, 1), -0.25);
  EXPECT_DOUBLE_EQ(factor->inverse(1, 1), 0.5);
}

TEST(SmallCholesky, SaysNothingOfWhatIsSingularOrNoNumber) {
  EXPECT_FALSE(ritz::smallCholesky(twoByTwo(1, 1, 1 + 1e-12), 1e-10));
  EXPECT_TRUE(ritz::smallCholesky(twoByTwo(1, 1, 1 + 1e-8), 1e-10));
  EXPECT_FALSE(ritz::smallCholesky(twoByTwo(1, 2, 1), 1e-10));
  EXPECT_FALSE(ritz::smallCholesky(twoByTwo(std::numeric_limits<double>::quiet_NaN(), 0, 1), 1e-10));
}

}  // namespace
