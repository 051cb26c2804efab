#include <ritz/operators/Error.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace ritz {

namespace {

using Values = std::vector<double>;

/// Those of the one-dimensional operator, 2w(1 − cos φ) written as 4w sin²(φ/2) to keep the digits of small
/// ones.
Values alongAxis(GlobalIndex n, double weight) {
  const double pi = std::acos(-1.0);
  Values values;
  for (GlobalIndex i = 1; i <= n; ++i) {
    const double sine = std::sin(0.5 * pi * static_cast<double>(i) / static_cast<double>(n + 1));
    values.push_back(4.0 * weight * sine * sine);
  }
  return values;
}

/// The first k sums of one value per axis in the given order. In sorted axes i·j·l sums do not come after
/// number (i, j, l), itself included, so only triples with i·j·l ≤ k can be among the first k.
template <class Before>
Values firstSums(const std::array<GlobalIndex, 3>& size, const std::array<double, 3>& weights, std::size_t k,
                 Before before) {
  std::array<Values, 3> axes;
  double n = 1.0;
  for (std::size_t d = 0; d < 3; ++d) {
    if (size[d] < 1)
      throw InvalidOption(fmt::format("Laplacian3d: asked for a grid of {} points; give ≥ 1", size[d]));
    n *= static_cast<double>(size[d]);
    axes[d] = alongAxis(size[d], weights[d]);
    std::sort(axes[d].begin(), axes[d].end(), before);
  }
  if (static_cast<double>(k) > n)
    throw InvalidOption(
        fmt::format("Laplacian3d: asked for {} eigenvalues of {}; give at most as many", k, n));

  Values sums;
  for (std::size_t i = 0; i < axes[0].size() && i + 1 <= k; ++i)
    for (std::size_t j = 0; j < axes[1].size() && (i + 1) * (j + 1) <= k; ++j)
      for (std::size_t l = 0; l < axes[2].size() && (i + 1) * (j + 1) * (l + 1) <= k; ++l)
        sums.push_back(axes[0][i] + axes[1][j] + axes[2][l]);
  std::sort(sums.begin(), sums.end(), before);
  sums.resize(k);
  return sums;
}

}  // namespace

std::vector<double> laplacianSmallest(const std::array<GlobalIndex, 3>& size,
                                      const std::array<double, 3>& weights, std::size_t k) {
  return firstSums(size, weights, k, std::less<>());
}

std::vector<double> laplacianLargest(const std::array<GlobalIndex, 3>& size,
                                     const std::array<double, 3>& weights, std::size_t k) {
  return firstSums(size, weights, k, std::greater<>());
}

}  // namespace ritz
