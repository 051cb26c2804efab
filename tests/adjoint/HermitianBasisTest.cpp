#include <ritz/adjoint/HermitianBasis.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

double inner(const Dense<double>& A, const Dense<double>& B) {
  double sum = 0;
  for (int j = 0; j < A.cols(); ++j)
    for (int i = 0; i < A.rows(); ++i) sum += A(i, j) * B(i, j);
  return sum;
}

TEST(HermitianBasis, IsOrthonormalAndComplete) {
  for (const int order : {1, 2, 3, 5}) {
    const HermitianBasis<double> basis(order);
    EXPECT_EQ(basis.dimension(), order * (order + 1) / 2);
    for (int r = 0; r < basis.dimension(); ++r)
      for (int s = 0; s < basis.dimension(); ++s)
        EXPECT_NEAR(inner(basis.element(r), basis.element(s)), r == s ? 1.0 : 0.0, 1e-15);
  }
}

TEST(HermitianBasis, BeginsWithTheIdentity) {
  const HermitianBasis<double> basis(3);
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(basis.element(0)(i, j), i == j ? 1 / std::sqrt(3.0) : 0.0, 1e-15);
  for (int r = 1; r < basis.dimension(); ++r) {
    const auto& E = basis.element(r);
    EXPECT_NEAR(E(0, 0) + E(1, 1) + E(2, 2), 0.0, 1e-15);
  }
}

TEST(HermitianBasis, GoesThereAndBack) {
  const HermitianBasis<double> basis(3);
  Dense<double> X(3, 3);
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 3; ++i) X(i, j) = std::cos(i + j) + i * j;
  const auto Y = basis.matrix(basis.coordinates(X));
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(Y(i, j), X(i, j), 1e-14);
}

}  // namespace
}  // namespace ritz::test
