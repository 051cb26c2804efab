#include <ritz/solvers/SmallSvd.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <ritz/operators/Error.hpp>

namespace {

using ritz::Dense;

TEST(SmallSvd, FactorsAMatrix) {
  constexpr int m = 7;
  Dense<double> B(m, m);
  for (int j = 0; j < m; ++j)
    for (int i = 0; i <= j; ++i) B(i, j) = std::sin(1.0 + 3 * i + 7 * j);
  const auto svd = ritz::smallSvd(B);
  for (int j = 0; j < m; ++j)
    for (int i = 0; i < m; ++i) {
      double entry = 0.0, orthogonal = 0.0;
      for (int l = 0; l < m; ++l) {
        entry += svd.left(i, l) * svd.values[static_cast<std::size_t>(l)] * svd.right(j, l);
        orthogonal += svd.left(l, i) * svd.left(l, j);
      }
      EXPECT_NEAR(entry, B(i, j), 1e-14);
      EXPECT_NEAR(orthogonal, i == j ? 1.0 : 0.0, 1e-14);
    }
  for (std::size_t j = 1; j < m; ++j) EXPECT_LE(svd.values[j], svd.values[j - 1]);
}

TEST(SmallSvd, TakesNoneAndRefusesNans) {
  EXPECT_TRUE(ritz::smallSvd(Dense<double>()).values.empty());
  EXPECT_THROW(ritz::smallSvd(Dense<double>(2, 2, std::numeric_limits<double>::quiet_NaN())), ritz::Error);
}

}  // namespace
