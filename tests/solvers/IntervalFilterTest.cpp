#include <gtest/gtest.h>
#include <ritz/solvers/IntervalFilter.hpp>

#include <cmath>
#include <vector>

namespace {

using ritz::IntervalFilter;

/// Σ μ_k T_k(x).
double sum(const IntervalFilter& filter, double lambda) {
  const auto mu = filter.coefficients();
  const double t = std::acos((lambda - filter.center()) / filter.half());
  double result = 0.0;
  for (std::size_t k = 0; k < mu.size(); ++k) result += mu[k] * std::cos(static_cast<double>(k) * t);
  return result;
}

TEST(IntervalFilter, IsTheSumOfItsPolynomials) {
  for (const auto& filter : {IntervalFilter(1.0, 1.2, -2.0, 7.0), IntervalFilter(-3.0, -1.5, -2.0, 7.0),
                             IntervalFilter(6.5, 8.0, -2.0, 7.0), IntervalFilter(0.1, 0.2, -2.0, 7.0, 9)})
    for (double lambda = -2.0; lambda <= 7.0; lambda += 0.09)
      EXPECT_NEAR(filter.value(lambda), sum(filter, lambda), 1e-11 * filter.degree());
}

TEST(IntervalFilter, IsLargeInsideAndSmallOutside) {
  for (const double width : {0.5, 0.05, 0.003}) {
    const IntervalFilter filter(1.0, 1.0 + width, -2.0, 7.0);
    EXPECT_NEAR(filter.value(1.0), filter.value(1.0 + width), 1e-8);
    EXPECT_NEAR(filter.value(1.0), IntervalFilter::Bar, 0.05);
    EXPECT_NEAR(filter.value(filter.peak()), 1.0, 1e-12);
    for (int i = 0; i <= 100; ++i)
      EXPECT_GE(filter.value(1.0 + width * i / 100.0), filter.least(1.0, 1.0 + width) - 1e-9);
    for (double lambda = -2.0; lambda <= 7.0; lambda += width / 10)
      if (lambda < 1.0 - 2 * width || lambda > 1.0 + 3 * width) {
        EXPECT_LE(std::abs(filter.value(lambda)), IntervalFilter::SideLobe);
      }
  }
}

/// A search takes all that is better than its bar p(a) for what lies between a and b.
void expectPeakBetween(double a, double b, int degree) {
  const IntervalFilter filter(a, b, -2.0, 7.0, degree);
  EXPECT_NEAR(filter.value(a), filter.value(b), 1e-9);
  EXPECT_LT(filter.value(a), 1.0 - 1e-6);
  EXPECT_NEAR(filter.value(filter.peak()), 1.0, 1e-12);
  for (int i = 0; i <= 400; ++i) {
    const double lambda = -2.0 + 9.0 * i / 400.0, p = filter.value(lambda);
    EXPECT_LE(p, 1.0 + 1e-12) << lambda;
    if (lambda >= a && lambda <= b) {
      EXPECT_GE(p, filter.value(a) - 1e-12) << lambda;
    } else {
      EXPECT_LE(p, filter.value(a) + 1e-12) << lambda;
    }
  }
}

TEST(IntervalFilter, TellsWhatIsInsideFromWhatIsOutsideHoweverWideItIs) {
  for (const double a : {-1.9, -1.0, 0.0, 2.0, 4.0})
    for (const double b : {4.5, 5.5, 6.5, 6.9}) {
      SCOPED_TRACE(testing::Message() << a << " to " << b);
      expectPeakBetween(a, b, 0);
    }
}

TEST(IntervalFilter, TellsWhatIsInsideFromWhatIsOutsideAtLowDegrees) {
  for (const int degree : {1, 2, 3, 5})
    for (const double a : {-1.8, 0.0, 3.0, 6.0}) {
      SCOPED_TRACE(testing::Message() << a << " at " << degree);
      expectPeakBetween(a, a + 0.4, degree);
    }
}

/// The kernel of an end has its zeros half as far apart.
TEST(IntervalFilter, PeaksAtAnEndThatTheIntervalReaches) {
  const IntervalFilter low(-5.0, -1.9, -2.0, 7.0), high(6.9, 7.0, -2.0, 7.0);
  EXPECT_EQ(low.peak(), -2.0);
  EXPECT_EQ(high.peak(), 7.0);
  EXPECT_NEAR(low.value(-1.9), IntervalFilter::Bar, 0.05);
  EXPECT_NEAR(high.value(6.9), IntervalFilter::Bar, 0.05);
  EXPECT_EQ(low.value(-3.0), low.value(-2.0));
}

TEST(IntervalFilter, TakesTheDegreeAskedForButNoneThatIsTooHigh) {
  EXPECT_EQ(IntervalFilter(1.0, 1.1, -2.0, 7.0, 12).degree(), 12);
  const IntervalFilter highest(1.0, 1.1, -2.0, 7.0, 100000);
  EXPECT_LT(highest.degree(), 1000);
  EXPECT_NEAR(highest.value(1.0), 0.4, 0.05);
}

/// d grows with the width of the spectrum in units of the interval's.
TEST(IntervalFilter, HasADegreeInProportion) {
  const int wide = IntervalFilter(2.0, 2.1, -2.0, 7.0).degree(),
            narrow = IntervalFilter(2.0, 2.01, -2.0, 7.0).degree();
  EXPECT_NEAR(static_cast<double>(narrow) / wide, 10.0, 0.2);
}

}  // namespace
