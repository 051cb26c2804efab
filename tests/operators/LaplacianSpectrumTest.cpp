#include "Blocks.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace ritz::test;
using Size = std::array<ritz::GlobalIndex, 3>;

const double pi = std::acos(-1.0);

/// All eigenvalues by brute force, ascending.
std::vector<double> everyValue(const Size& n, const std::array<double, 3>& w) {
  std::vector<double> values;
  const auto term = [&](std::size_t d, ritz::GlobalIndex i) {
    return 2.0 * w[d] * (1.0 - std::cos(pi * static_cast<double>(i) / static_cast<double>(n[d] + 1)));
  };
  for (ritz::GlobalIndex i = 1; i <= n[0]; ++i)
    for (ritz::GlobalIndex j = 1; j <= n[1]; ++j)
      for (ritz::GlobalIndex l = 1; l <= n[2]; ++l) values.push_back(term(0, i) + term(1, j) + term(2, l));
  std::sort(values.begin(), values.end());
  return values;
}

}  // namespace

TEST(LaplacianSpectrum, FindsTheExtremeOnesOfAll) {
  const Size n{6, 5, 4};
  for (const std::array<double, 3>& w :
       {std::array<double, 3>{1.0, 1.17, 1.39}, {1.0, 1.0, 1.0}, {1.0, -2.0, 0.0}}) {
    const auto all = everyValue(n, w);
    for (const std::size_t k : {0U, 1U, 7U, 119U, 120U}) {
      const auto smallest = ritz::laplacianSmallest(n, w, k), largest = ritz::laplacianLargest(n, w, k);
      ASSERT_EQ(smallest.size(), k);
      ASSERT_EQ(largest.size(), k);
      for (std::size_t i = 0; i < k; ++i) {
        EXPECT_NEAR(smallest[i], all[i], 1e-14);
        EXPECT_NEAR(largest[i], all[all.size() - 1 - i], 1e-14);
      }
    }
  }
}

TEST(LaplacianSpectrum, BelongsToLaplacian3d) {
  const Size n{6, 5, 4};
  const std::array<double, 3> w{1.0, 1.17, 1.39};
  const ritz::Laplacian3d<double> A(ritz::worldComm(), n, w);
  const Block u = columnOf(A.getDomainMap(), [&](ritz::GlobalIndex g) {
    const auto wave = [](ritz::GlobalIndex i, ritz::GlobalIndex size) {
      return std::sin(pi * static_cast<double>(i + 1) / static_cast<double>(size + 1));
    };
    return wave(g % n[0], n[0]) * wave(g / n[0] % n[1], n[1]) * wave(g / (n[0] * n[1]), n[2]);
  });
  Block image(A.getRangeMap(), 1), expected(u, Teuchos::Copy);
  expected.scale(ritz::laplacianSmallest(n, w, 1)[0]);

  A.apply(u, image);

  // Entries below 1, seven terms of at most 2(w₁ + w₂ + w₃) = 7.1 each.
  EXPECT_LE(distance(image, expected), 7 * 7.1 * std::numeric_limits<double>::epsilon());
}

TEST(LaplacianSpectrum, RefusesTooMany) {
  EXPECT_THROW(ritz::laplacianSmallest({2, 2, 2}, {1.0, 1.0, 1.0}, 9), ritz::InvalidOption);
  EXPECT_THROW(ritz::laplacianLargest({0, 2, 2}, {1.0, 1.0, 1.0}, 1), ritz::InvalidOption);
}
