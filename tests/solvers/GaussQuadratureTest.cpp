#include <gtest/gtest.h>
#include <ritz/solvers/GaussQuadrature.hpp>

#include <cmath>
#include <numeric>

namespace {

using Matrix = ritz::Dense<double>;

/// Symmetric tridiagonal, of no special shape.
Matrix someTridiagonal(int m) {
  Matrix T(m, m);
  for (int i = 0; i < m; ++i) T(i, i) = std::cos(1.0 + i);
  for (int i = 0; i + 1 < m; ++i) T(i, i + 1) = T(i + 1, i) = 0.5 + 0.1 * std::sin(3.0 * i);
  return T;
}

/// (T^p)₁₁.
double moment(const Matrix& T, int p) {
  std::vector<double> x(static_cast<std::size_t>(T.rows()), 0.0);
  x[0] = 1.0;
  for (; p > 0; --p) {
    std::vector<double> y(x.size(), 0.0);
    for (int j = 0; j < T.cols(); ++j)
      for (int i = 0; i < T.rows(); ++i)
        y[static_cast<std::size_t>(i)] += T(i, j) * x[static_cast<std::size_t>(j)];
    x = y;
  }
  return x[0];
}

double moment(const ritz::GaussQuadrature<double>& quadrature, int p) {
  double sum = 0.0;
  for (std::size_t j = 0; j < quadrature.nodes.size(); ++j)
    sum += quadrature.weights[j] * std::pow(quadrature.nodes[j], p);
  return sum;
}

TEST(GaussQuadrature, IsExactBelowTwiceItsSteps) {
  const Matrix T = someTridiagonal(8);
  const auto shorter = ritz::gaussQuadrature(T, 5);
  ASSERT_EQ(shorter.nodes.size(), 5u);
  // ‖T‖ ≤ 1 + 2·0.6: rounding of ten multiplications, 2.2¹⁰·10·ε.
  for (int p = 0; p < 10; ++p) EXPECT_NEAR(moment(shorter, p), moment(T, p), 1e-11) << p;
  EXPECT_GT(std::abs(moment(shorter, 10) - moment(T, 10)), 1e-6);
}

TEST(GaussQuadrature, HasResidualsOfTheRitzPairs) {
  const Matrix T = someTridiagonal(8);
  const auto shorter = ritz::gaussQuadrature(T, 5), full = ritz::gaussQuadrature(T, Matrix(1, 8));
  // Σ |b s_j|² = |b|² for orthonormal s_j, and each node has a value of T within its residual.
  double squares = 0.0;
  for (std::size_t j = 0; j < 5; ++j) {
    squares += shorter.residuals[j] * shorter.residuals[j];
    double nearest = 1e300;
    for (const double value : full.nodes) nearest = std::min(nearest, std::abs(value - shorter.nodes[j]));
    EXPECT_LE(nearest, shorter.residuals[j] + 1e-14);
  }
  EXPECT_NEAR(squares, T(5, 4) * T(5, 4), 1e-14);
  for (const double residual : full.residuals) EXPECT_EQ(residual, 0.0);
}

}  // namespace
