#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/DensityEstimate.hpp>

#include <cmath>
#include <limits>

namespace {

using ritz::DensityEstimate;
constexpr double Infinity = std::numeric_limits<double>::infinity();

const auto identity = [](double x) { return x; };

/// One node of weight 10.
ritz::DensityProbe single(double node) { return {{{node}, {10.0}, {0.0}}}; }

TEST(DensityEstimate, KnowsExactValuesWithoutError) {
  const auto density = DensityEstimate::exact({3.0, 1.0, 2.0, 2.0}, 10);
  EXPECT_EQ(density.count(1.5, 2.0).value, 2.0);
  EXPECT_EQ(density.count(-Infinity, Infinity).value, 4.0);
  EXPECT_EQ(density.trace(identity).value, 8.0);
  EXPECT_NEAR(density.logDeterminant().value, std::log(12.0), 1e-15);
  EXPECT_EQ(density.trace(identity).error(), 0.0);
  EXPECT_EQ(density.low(), 1.0);
  EXPECT_EQ(density.high(), 3.0);
  EXPECT_EQ(density.width(), 0.2);
}

TEST(DensityEstimate, GivesTheStandardErrorOfTheMean) {
  const DensityEstimate density({single(1.0), single(2.0), single(6.0)}, 1);
  const auto trace = density.trace(identity);
  EXPECT_NEAR(trace.value, 30.0, 1e-13);
  // Deviations −20, −10, 30: √((400 + 100 + 900)/2/3).
  EXPECT_NEAR(trace.standardError, std::sqrt(1400.0 / 6.0), 1e-12);
  EXPECT_EQ(DensityEstimate({single(1.0)}, 1).trace(identity).standardError, Infinity);
}

TEST(DensityEstimate, TakesTheLargestMoveOfFewerStepsForTheQuadraturesError) {
  ritz::DensityProbe probe = single(2.0);
  probe.shorter = {single(1.5).full, single(1.9).full};
  EXPECT_NEAR(DensityEstimate({probe}, 1).trace(identity).quadratureError, 5.0, 1e-13);
}

TEST(DensityEstimate, SpreadsTheWeightOfNodesThatHaveNotConverged) {
  // Halves of 5 over [−1, 0], [0, 1], [1, 2], and half over [2, 2.5]: the residual ends it, or the next node.
  const DensityEstimate density({{{{0.0, 2.0}, {10.0, 10.0}, {1.0, 0.5}}}}, 1);
  EXPECT_NEAR(density.count(-Infinity, 0.5).value, 7.5, 1e-14);
  EXPECT_NEAR(density.count(-Infinity, 1.25).value, 10.0, 1e-14);
  EXPECT_NEAR(density.count(1.75, 2.25).value, 5.0, 1e-14);
  EXPECT_NEAR(density.count(-0.25, 0.25).value, 2.5, 1e-14);
}

TEST(DensityEstimate, CountsConvergedNodesOnTheEdge) {
  const DensityEstimate density({{{{0.0, 2.0}, {1.0, 3.0}, {0.0, 0.0}}}}, 1);
  EXPECT_EQ(density.count(0.0, 1.9).value, 1.0);
  EXPECT_EQ(density.count(2.0, 2.0).value, 3.0);
}

TEST(DensityEstimate, HasACurveWhoseIntegralIsTheNumberOfValues) {
  const auto density = DensityEstimate::exact({0.0, 1.0, 1.5}, 10);
  const double width = 0.1, step = width / 10;
  double integral = 0.0;
  for (int i = -300; i <= 300; ++i) integral += step * density.density(0.75 + i * step, width).value;
  EXPECT_NEAR(integral, 3.0, 1e-10);
  EXPECT_NEAR(density.density(0.0, width).value, 1.0 / (std::sqrt(2.0 * std::acos(-1.0)) * width), 1e-12);
}

TEST(DensityEstimate, RefusesFunctionsThatAreNotFiniteOnTheSpectrum) {
  const auto density = DensityEstimate::exact({-1.0, 1.0}, 10);
  EXPECT_THROW(density.logDeterminant(), ritz::InvalidOption);
  EXPECT_THROW(density.count(2.0, 1.0), ritz::InvalidOption);
  EXPECT_THROW(density.density(0.0, 0.0), ritz::InvalidOption);
}

TEST(DensityEstimate, TakesValuesWithinRoundingForZero) {
  constexpr double Rounding = 1e-14;
  const auto density = DensityEstimate::exact({-3e-14, 7e-16, 4.0}, 10, Rounding);
  EXPECT_EQ(density.zero(), 4 * Rounding);
  EXPECT_EQ(density.trace([](double x) { return std::sqrt(x); }).value, 2.0);
  EXPECT_THROW(density.logDeterminant(), ritz::InvalidOption);
  EXPECT_THROW(density.trace([](double x) { return 1 / x; }), ritz::InvalidOption);
  EXPECT_NEAR(DensityEstimate::exact({5e-14, 4.0}, 10, Rounding).logDeterminant().value, std::log(2e-13),
              1e-13);
}

}  // namespace
