#include <ritz/anasazi/ScaledCholesky.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using Matrix = Teuchos::SerialDenseMatrix<int, double>;

constexpr double Epsilon = std::numeric_limits<double>::epsilon();

/// The Gram matrix of three vectors of these lengths with the cosines 0.5, 0.2 and −0.3 between them.
Matrix gramOf(double a, double b, double c) {
  Matrix G(3, 3);
  G(0, 0) = a * a;
  G(1, 1) = b * b;
  G(2, 2) = c * c;
  G(0, 1) = G(1, 0) = 0.5 * a * b;
  G(0, 2) = G(2, 0) = 0.2 * a * c;
  G(1, 2) = G(2, 1) = -0.3 * b * c;
  return G;
}

/// Columns c1, c2 of unit length with this sine between them.
Matrix nearlyDependent(double sine) {
  Matrix G(2, 2);
  G(0, 0) = G(1, 1) = 1.0;
  G(0, 1) = G(1, 0) = std::sqrt(1.0 - sine * sine);
  return G;
}

TEST(ScaledCholesky, FactorisesWhateverTheLengths) {
  for (const double tiny : {1.0, 1e-20, 1e-100}) {
    const Matrix G = gramOf(1.0, tiny, 1e50);
    Matrix R = G;
    ASSERT_TRUE(ritz::scaledCholesky(R)) << tiny;
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j) {
        double sum = 0;
        for (int l = 0; l < 3; ++l) sum += R(l, i) * R(l, j);
        EXPECT_NEAR(sum, G(i, j), 10 * Epsilon * std::sqrt(G(i, i)) * std::sqrt(G(j, j)))
            << tiny << ' ' << i << j;
      }
    EXPECT_EQ(R(1, 0), 0.0);
    EXPECT_EQ(R(2, 1), 0.0);
  }
}

TEST(ScaledCholesky, RefusesWhatIsNearlyDependent) {
  Matrix safe = nearlyDependent(2e-3), dangerous = nearlyDependent(5e-4), dependent = nearlyDependent(0.0);

  EXPECT_TRUE(ritz::scaledCholesky(safe));
  EXPECT_NEAR(safe(1, 1), 2e-3, 1e-9);
  EXPECT_FALSE(ritz::scaledCholesky(dangerous));
  EXPECT_FALSE(ritz::scaledCholesky(dependent));
}

TEST(ScaledCholesky, RefusesWhatIsNoGramMatrix) {
  Matrix negative = gramOf(1, 1, 1), empty = gramOf(1, 0, 1), undefined = gramOf(1, 1, 1);
  negative(1, 1) = -1.0;
  undefined(2, 2) = std::numeric_limits<double>::quiet_NaN();

  EXPECT_FALSE(ritz::scaledCholesky(negative));
  EXPECT_FALSE(ritz::scaledCholesky(empty));
  EXPECT_FALSE(ritz::scaledCholesky(undefined));
}

TEST(ScaledCholesky, InvertsAndMultipliesUpperTriangles) {
  Matrix R = gramOf(2.0, 3.0, 0.5);
  ASSERT_TRUE(ritz::scaledCholesky(R));

  Matrix product = ritz::upperInverse(R);
  ritz::multiplyByUpper(R, product);

  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) EXPECT_NEAR(product(i, j), i == j ? 1.0 : 0.0, 20 * Epsilon) << i << j;
}

}  // namespace
