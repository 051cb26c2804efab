#include "adjoint/ConjugateGradients.hpp"

#include <ritz/adjoint/TridiagonalBound.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

TEST(TridiagonalBound, FallsToTheSmallestEigenvalue) {
  TridiagonalBound<double> bound;
  double last = 1e300;
  conjugateGradients({0.25, 3, 5, 9, 20}, 5, [&](double alpha, double before, double after, const auto&) {
    const double now = bound.add(alpha, after / before);
    EXPECT_LE(now, last * (1 + 1e-3));
    EXPECT_GE(now, 0.25 * (1 - 1e-3));  // Ritz values are above it, found to three digits
    last = now;
  });
  EXPECT_NEAR(last, 0.25, 1e-3);
}

TEST(TridiagonalBound, EndsAtRoundingWhereItIsSingular) {
  TridiagonalBound<double> bound;
  double last = 0;
  conjugateGradients({0, 1, 3, 5}, 40, [&](double alpha, double before, double after, const auto&) {
    last = bound.add(alpha, after / before);
  });
  EXPECT_LE(last, 1e-15 * 5 * 2);
  EXPECT_GT(last, 0);
}

TEST(TridiagonalBound, IsTheRayleighQuotientAtFirst) {
  TridiagonalBound<double> bound;
  conjugateGradients({1, 2, 6}, 1, [&](double alpha, double before, double after, const auto&) {
    EXPECT_NEAR(bound.add(alpha, after / before), 3.0, 1e-12);  // of (1, 1, 1)
  });
}

}  // namespace
}  // namespace ritz::test
