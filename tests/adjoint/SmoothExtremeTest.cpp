#include "adjoint/TaylorSlopes.hpp"

#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/SmoothExtreme.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

using Values = std::vector<double>;
const Values Some{0.8, 1.1, 1.2, 4.0};

TEST(SmoothExtreme, HasItsDerivatives) {
  const Block U = hashBlock(makeMap(20), 4);
  for (const Extreme extreme : {Extreme::Minimum, Extreme::Maximum})
    for (const Smoothing& smoothing :
         {Smoothing(KreisselmeierSteinhauser{3}), Smoothing(PNorm{1}), Smoothing(PNorm{6})})
      expectDerivatives(SmoothExtreme<double>(extreme, smoothing), Some, U, 1e-3);
}

/// min − log(k)/ρ ≤ L ≤ min and k^(−1/p) min ≤ L ≤ min; above the maximum likewise.
TEST(SmoothExtreme, LiesWithinItsBoundsAndTendsToTheExtreme) {
  for (const double size : {1.0, 30.0, 1e3, 1e6}) {
    const double ks = std::log(4.0) / size, norm = std::pow(4.0, 1 / size), eps = 1e-14;
    const double low = SmoothExtreme<double>(Extreme::Minimum, KreisselmeierSteinhauser{size}).phi(Some);
    EXPECT_LE(low, 0.8 + eps);
    EXPECT_GE(low, 0.8 - ks - eps);
    const double high = SmoothExtreme<double>(Extreme::Maximum, KreisselmeierSteinhauser{size}).phi(Some);
    EXPECT_GE(high, 4.0 - eps);
    EXPECT_LE(high, 4.0 + ks + eps);
    const double lowNorm = SmoothExtreme<double>(Extreme::Minimum, PNorm{size}).phi(Some);
    EXPECT_LE(lowNorm, 0.8 + eps);
    EXPECT_GE(lowNorm, 0.8 / norm - eps);
    const double highNorm = SmoothExtreme<double>(Extreme::Maximum, PNorm{size}).phi(Some);
    EXPECT_GE(highNorm, 4.0 - eps);
    EXPECT_LE(highNorm, 4.0 * norm + eps);
  }
}

TEST(SmoothExtreme, NeverOverflows) {
  const SmoothExtreme<double> loss(Extreme::Maximum, KreisselmeierSteinhauser{1e4});
  EXPECT_DOUBLE_EQ(loss.phi({-1e5, 1e5}), 1e5);
  EXPECT_DOUBLE_EQ(loss.gradient({-1e5, 1e5})[1], 1.0);
}

/// Λ̄ of Λ + hΔ with a full Δ in a double value, against its tangent, to second-order differences.
TEST(SmoothExtreme, IsAFunctionOfTheMatrixInClusters) {
  const Block U = hashBlock(makeMap(20), 3);
  const SmoothExtreme<double> loss(Extreme::Minimum, KreisselmeierSteinhauser{2});
  Tangent<double> moved;
  moved.values = Dense<double>(3, 3);
  moved.values(0, 0) = 0.3, moved.values(1, 1) = -0.2, moved.values(2, 2) = 0.5;
  moved.values(0, 1) = moved.values(1, 0) = 0.7;
  for (const double gap : {0.0, 1e-10, 1e-3}) {
    const Values values{1.0, 1.0 + gap, 2.0};
    const auto barAt = [&](double h) {
      Dense<double> matrix(3, 3);
      for (int j = 0; j < 3; ++j)
        for (int i = 0; i < 3; ++i)
          matrix(i, j) = h * moved.values(i, j) + (i == j ? values[static_cast<std::size_t>(i)] : 0.0);
      const auto eigen = hermitianEigen(matrix);
      const auto bar = loss.cotangent(eigen.values, U).values;
      return product(eigen.vectors, product(bar, adjoint(eigen.vectors)));
    };
    const auto tangent = loss.tangent(values, U, moved).values;
    const auto plus = barAt(1e-5), minus = barAt(-1e-5);
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 3; ++i)
        EXPECT_NEAR(tangent(i, j), (plus(i, j) - minus(i, j)) / 2e-5, 1e-8) << gap << ' ' << i << ' ' << j;
  }
}

TEST(SmoothExtreme, RefusesWhatHasNoMeaning) {
  EXPECT_THROW(SmoothExtreme<double>(Extreme::Minimum, PNorm{0.5}), InvalidOption);
  EXPECT_THROW(SmoothExtreme<double>(Extreme::Minimum, KreisselmeierSteinhauser{0}), InvalidOption);
  EXPECT_THROW(SmoothExtreme<double>(Extreme::Minimum, PNorm{}).phi({-1, 2}), InvalidOption);
}

}  // namespace
}  // namespace ritz::test
