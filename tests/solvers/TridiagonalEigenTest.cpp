#include <gtest/gtest.h>
#include <ritz/solvers/SmallEigen.hpp>
#include <ritz/solvers/TridiagonalEigen.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace {

using Numbers = std::vector<double>;

ritz::Dense<double> dense(const Numbers& diagonal, const Numbers& next) {
  const int m = static_cast<int>(diagonal.size());
  ritz::Dense<double> T(m, m);
  for (int i = 0; i < m; ++i) T(i, i) = diagonal[static_cast<std::size_t>(i)];
  for (int i = 0; i + 1 < m; ++i) T(i, i + 1) = T(i + 1, i) = next[static_cast<std::size_t>(i)];
  return T;
}

/// Values and the sizes of last entries are LAPACK's to a few ε of ‖T‖; vectors of simple values alone.
void expectAsLapack(const Numbers& diagonal, const Numbers& next, bool isSimple = true) {
  const auto found = ritz::tridiagonalEigen(diagonal, next);
  ASSERT_TRUE(found);
  const auto lapack = ritz::hermitianEigen(dense(diagonal, next));
  const double size = std::max(std::abs(lapack.values.front()), std::abs(lapack.values.back()));
  const double allowed = 20 * static_cast<double>(diagonal.size()) * std::numeric_limits<double>::epsilon();
  std::vector<std::size_t> order(diagonal.size());
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return found->values[i] < found->values[j]; });
  const int last = static_cast<int>(diagonal.size()) - 1;
  double squares = 0;
  for (std::size_t j = 0; j < order.size(); ++j) {
    EXPECT_NEAR(found->values[order[j]], lapack.values[j], allowed * size) << j;
    if (isSimple) {
      EXPECT_NEAR(std::abs(found->lastEntries[order[j]]), std::abs(lapack.vectors(last, static_cast<int>(j))),
                  100 * allowed)
          << j;
    }
    squares += std::pow(found->lastEntries[order[j]], 2);
  }
  EXPECT_NEAR(squares, 1.0, allowed);
}

TEST(TridiagonalEigen, KnowsTheSpectrumOfSecondDifferences) {
  const int m = 40;
  const auto found = ritz::tridiagonalEigen<double>(Numbers(m, 2.0), Numbers(m - 1, -1.0));
  ASSERT_TRUE(found);
  Numbers values = found->values;
  std::sort(values.begin(), values.end());
  for (int j = 0; j < m; ++j)
    EXPECT_NEAR(values[static_cast<std::size_t>(j)], 2 - 2 * std::cos((j + 1) * M_PI / (m + 1)), 1e-13);
}

TEST(TridiagonalEigen, GivesLapacksValuesAndLastEntries) {
  Numbers diagonal, next;
  for (int i = 0; i < 30; ++i) diagonal.push_back(std::sin(3.0 * i) + 0.1 * i);
  for (int i = 0; i < 29; ++i) next.push_back(0.3 + std::abs(std::cos(2.0 * i)));
  expectAsLapack(diagonal, next);
}

TEST(TridiagonalEigen, TakesMatricesThatFallApart) {
  expectAsLapack({3, 1, 2, 5, 4}, {1, 0, 0, 2});
  expectAsLapack({1, 2, 3}, {0, 0});
  expectAsLapack({7}, {});
  expectAsLapack({0, 0, 0}, {0, 0}, false);
  expectAsLapack({1, 1, 1, 1}, {0, 0, 0}, false);
}

/// As behind a decaying spectrum: what is far below ε of the largest entry is lost, and nothing else.
TEST(TridiagonalEigen, TakesGradedMatrices) {
  Numbers diagonal, next;
  for (int i = 0; i < 25; ++i) diagonal.push_back(std::pow(10.0, -i));
  for (int i = 0; i < 24; ++i) next.push_back(0.3 * std::pow(10.0, -i - 0.5));
  expectAsLapack(diagonal, next, false);
}

TEST(TridiagonalEigen, FindsNothingWhereEntriesAreNoNumbers) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(ritz::tridiagonalEigen<double>({1, nan, 2}, {1, 1}));
}

}  // namespace
