#include <gtest/gtest.h>
#include <ritz/solvers/ChebyshevFilter.hpp>

#include <cmath>
#include <limits>

namespace {

using ritz::ChebyshevFilter;

TEST(ChebyshevFilter, IsThePolynomialOfChebyshev) {
  // T₅(x) = 16x⁵ − 20x³ + 5x on [1, 3] mapped to [−1, 1], and mirrored for the smallest values.
  const ChebyshevFilter<double> largest(5, 3.0, 1.0), smallest(5, 1.0, 3.0);
  for (const double x : {-1.3, -1.0, -0.2, 0.0, 0.7, 1.0, 1.8}) {
    const double exact = 16 * std::pow(x, 5) - 20 * std::pow(x, 3) + 5 * x;
    EXPECT_NEAR(largest.value(2 + x), exact, 1e-13 * (1 + std::abs(exact))) << x;
    EXPECT_NEAR(smallest.value(2 - x), exact, 1e-13 * (1 + std::abs(exact))) << x;
  }
}

TEST(ChebyshevFilter, IsInvertedBeyondBothEnds) {
  const ChebyshevFilter<double> filter(7, 1.0, 3.0);
  EXPECT_NEAR(filter.inverse(filter.value(0.4)), 0.4, 1e-14);
  EXPECT_NEAR(filter.inverse(filter.value(-20.0)), -20.0, 1e-12);
  EXPECT_DOUBLE_EQ(filter.inverse(0.3), 1.0);
  EXPECT_NEAR(filter.inverseBeyondFarEnd(filter.value(3.2)), 3.2, 1e-14);
  EXPECT_DOUBLE_EQ(filter.inverseBeyondFarEnd(-0.9), 3.0);
}

TEST(ChebyshevFilter, BoundsResidualsByThoseOfItsValues) {
  const ChebyshevFilter<double> filter(9, 5.0, -5.0);
  const double lambda = 5.3, theta = filter.value(lambda), factor = filter.residualFactor(theta);
  for (double mu = -5.0; mu <= 5.0; mu += 0.01)
    EXPECT_LE(std::abs(lambda - mu), factor * std::abs(theta - filter.value(mu)) * (1 + 1e-12)) << mu;
  EXPECT_EQ(filter.residualFactor(0.5), std::numeric_limits<double>::infinity());
}

}  // namespace
