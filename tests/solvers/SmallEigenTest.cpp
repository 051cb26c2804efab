#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <cmath>

namespace {

using namespace ritz::test;
using ritz::Dense;

/// 2 on the diagonal, −1 above it and NaN below, which must not be read.
Dense<double> secondDifference(int n) {
  Dense<double> T(n, n);
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i)
      T(i, j) = i > j ? std::numeric_limits<double>::quiet_NaN() : i == j ? 2.0 : i + 1 == j ? -1.0 : 0.0;
  return T;
}

Dense<double> diagonal(const std::vector<double>& d) {
  Dense<double> D(static_cast<int>(d.size()), static_cast<int>(d.size()));
  for (int j = 0; j < D.cols(); ++j) D(j, j) = d[static_cast<std::size_t>(j)];
  return D;
}

/// max |VᴴGV − I|, G upper.
double defect(const Dense<double>& V, const Dense<double>& G) {
  const auto g = [&](int i, int j) { return i <= j ? G(i, j) : G(j, i); };
  double worst = 0.0;
  for (int a = 0; a < V.cols(); ++a)
    for (int b = 0; b < V.cols(); ++b) {
      double sum = a == b ? -1.0 : 0.0;
      for (int i = 0; i < V.rows(); ++i)
        for (int j = 0; j < V.rows(); ++j) sum += V(i, a) * g(i, j) * V(j, b);
      worst = std::max(worst, std::abs(sum));
    }
  return worst;
}

/// Backward stability of LAPACK: a modest multiple of n·ε·‖T‖.
double rounding(int n, double norm) { return 10.0 * n * Epsilon * norm; }

}  // namespace

TEST(SmallEigen, DiagonalisesTheSecondDifference) {
  constexpr int n = 12;

  const auto eigen = ritz::hermitianEigen(secondDifference(n));

  for (int j = 0; j < n; ++j)
    EXPECT_NEAR(eigen.values[static_cast<std::size_t>(j)], 2.0 - 2.0 * std::cos((j + 1) * M_PI / (n + 1)),
                rounding(n, 4.0));
  EXPECT_LE(defect(eigen.vectors, diagonal(std::vector<double>(n, 1.0))), rounding(n, 1.0));
}

TEST(SmallEigen, TakesEmptyAndOneByOneMatrices) {
  EXPECT_TRUE(ritz::hermitianEigen(Dense<double>(0, 0)).values.empty());
  EXPECT_EQ(ritz::hermitianEigen(diagonal({-3.0})).values, std::vector<double>{-3.0});
  EXPECT_TRUE(ritz::pencilEigen(Dense<double>(0, 0), Dense<double>(0, 0))->values.empty());
  EXPECT_DOUBLE_EQ(ritz::pencilEigen(diagonal({-3.0}), diagonal({2.0}))->values.front(), -1.5);
}

TEST(SmallEigen, SolvesAPencilWithVectorsOrthonormalInG) {
  // With T = G² of a positive definite G the values are G's.
  constexpr int n = 8;
  const Dense<double> G = secondDifference(n);
  Dense<double> T(n, n);
  const auto g = [&](int i, int j) { return i <= j ? G(i, j) : G(j, i); };
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int l = 0; l < n; ++l) T(i, j) += g(i, l) * g(l, j);

  const auto eigen = ritz::pencilEigen(T, G);

  ASSERT_TRUE(eigen);
  const double condition = 4.0 / (2.0 - 2.0 * std::cos(M_PI / (n + 1)));
  for (int j = 0; j < n; ++j)
    EXPECT_NEAR(eigen->values[static_cast<std::size_t>(j)], 2.0 - 2.0 * std::cos((j + 1) * M_PI / (n + 1)),
                rounding(n, 4.0 * condition));
  EXPECT_LE(defect(eigen->vectors, G), rounding(n, condition));
}

TEST(SmallEigen, TakesABadlyScaledDiagonalG) {
  const auto eigen = ritz::pencilEigen(diagonal({1.0, 1e-20, 3e20}), diagonal({1.0, 5e-21, 1e20}));

  ASSERT_TRUE(eigen);
  EXPECT_NEAR(eigen->values[0], 1.0, 1e-12);
  EXPECT_NEAR(eigen->values[1], 2.0, 1e-12);
  EXPECT_NEAR(eigen->values[2], 3.0, 1e-12);
}

TEST(SmallEigen, GivesNothingForAnIndefiniteG) {
  EXPECT_FALSE(ritz::pencilEigen(diagonal({1.0, 1.0}), diagonal({1.0, -1e-3})));
  EXPECT_FALSE(ritz::pencilEigen(diagonal({1.0, 1.0}), diagonal({1.0, 0.0})));
}

TEST(SmallEigen, GivesNothingForAGThatIsSingularToRounding) {
  // v vᵀ + w wᵀ in three dimensions has rank 2; roundings may leave the last pivot positive.
  for (int k = 1; k <= 50; ++k) {
    const double v[] = {1.0, 1.0 / k, 1.0 / 3.0}, w[] = {0.1, 0.7, k / 7.0};
    Dense<double> G(3, 3);
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j) G(i, j) = v[i] * v[j] + w[i] * w[j];

    EXPECT_FALSE(ritz::pencilEigen(diagonal({1.0, 2.0, 3.0}), G)) << k;
  }
}

TEST(SmallEigen, ThrowsOnNaN) {
  auto T = diagonal({1.0, 2.0, 3.0});
  T(0, 1) = std::numeric_limits<double>::quiet_NaN();

  EXPECT_THROW(ritz::hermitianEigen(T), ritz::Error);
}
