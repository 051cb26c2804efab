#include <ritz/solvers/LanczosMatrix.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using Matrix = ritz::LanczosMatrix<double>;

/// T = [2 1; 1 3] with b = β e₂.
Matrix twoColumns(double beta) {
  Matrix matrix(5);
  EXPECT_EQ(matrix.appendWhole(nullptr, nullptr, 2.0, 1.0), 2.0);
  matrix.couple(1.0);
  matrix.appendThreeTerms(1.0, 3.0);
  matrix.couple(beta);
  return matrix;
}

TEST(LanczosMatrix, KeepsTheThreeTerms) {
  const Matrix matrix = twoColumns(0.5);
  const auto T = matrix.projected();
  EXPECT_EQ(T(0, 1), 1.0);
  EXPECT_EQ(T(1, 0), 1.0);
  EXPECT_EQ(matrix.diagonal(), (std::vector<double>{2.0, 3.0}));
  EXPECT_EQ(matrix.nextCouplings(), (std::vector<double>{1.0, 0.5}));
}

/// Op = tridiag of diagonal (2, 3, 4) and couplings 1, 0.5, in coordinates: V = [e₁ e₂], v = e₃ + V c.
TEST(LanczosMatrix, TakesOverlapsOutOfAWholeStep) {
  Matrix matrix = twoColumns(0.5);
  const double c[] = {1e-8, -2e-8};
  // Op v = Op e₃ + Op V c.
  const double w[] = {2 * c[0] + c[1], 0.5 + c[0] + 3 * c[1], 4 + 0.5 * c[1]};
  const double kappa = matrix.appendWhole(c, w, w[2], 1.0);  // v̂ = e₃, ν = 1
  const auto T = matrix.projected();
  EXPECT_NEAR(T(0, 2), 0.0, 1e-15);
  EXPECT_NEAR(T(1, 2), 0.5, 1e-15);
  EXPECT_NEAR(T(2, 2), 4.0, 1e-15);
  EXPECT_NEAR(kappa, w[2], 1e-15);
}

TEST(LanczosMatrix, IsAnArrowBehindARestart) {
  Matrix matrix = twoColumns(0.5);
  const double root = std::sqrt(5.0), mean = 2.5;
  ritz::Dense<double> Q(2, 2);  // eigenvectors of [2 1; 1 3]
  const double angle = 0.5 * std::atan2(2.0, -1.0);
  Q(0, 0) = std::cos(angle), Q(1, 0) = std::sin(angle);
  Q(0, 1) = -std::sin(angle), Q(1, 1) = std::cos(angle);
  matrix.compress(Q, {mean + root / 2, mean - root / 2});
  EXPECT_EQ(matrix.arrow(), 2);
  EXPECT_NEAR(matrix.b()[0], 0.5 * std::sin(angle), 1e-15);
  EXPECT_NEAR(matrix.b()[1], 0.5 * std::cos(angle), 1e-15);
  const double c[] = {0.0, 0.0}, s[] = {matrix.b()[0], matrix.b()[1]};
  matrix.appendWhole(c, s, 4.0, 1.0);
  matrix.couple(0.25);
  EXPECT_EQ(matrix.nextCouplings(), (std::vector<double>{std::abs(s[0]), std::abs(s[1]), 0.25}));
  EXPECT_EQ(matrix.projected()(0, 1), 0.0);
}

}  // namespace
