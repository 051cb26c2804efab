#include "Matrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/DerivativeCheck.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/RegionalLaplacian.hpp>

#include <array>
#include <limits>
#include <vector>

namespace {

using namespace ritz::test;
using Regional = ritz::RegionalLaplacian<double>;
using Size = std::array<ritz::GlobalIndex, 3>;
using Weights = std::array<double, 3>;

const std::array<double, 3> Theta{1.0, 0.25, 4.0};

/// Neighbours are seldom of one region.
int regionOf(ritz::GlobalIndex x, ritz::GlobalIndex y, ritz::GlobalIndex z) {
  return static_cast<int>((x / 2 + 2 * y + z * z) % 3);
}

Regional regional(const Size& n, const Weights& w = {1, 1, 1}) {
  return Regional(ritz::worldComm(), n, 3, regionOf, w);
}

Column parameters(const Regional& A, const std::array<double, 3>& values) {
  return columnOf(A.parameterMap(), [&](ritz::GlobalIndex g) { return values[static_cast<std::size_t>(g)]; });
}

/// The matrix, from its definition.
std::vector<std::vector<double>> matrix(const Size& n, const Weights& w, const std::array<double, 3>& theta) {
  const auto total = static_cast<std::size_t>(n[0] * n[1] * n[2]);
  std::vector<std::vector<double>> result(total, std::vector<double>(total, 0.0));
  const auto at = [&](const Size& p) { return theta[static_cast<std::size_t>(regionOf(p[0], p[1], p[2]))]; };
  for (ritz::GlobalIndex a = 0; a < static_cast<ritz::GlobalIndex>(total); ++a) {
    const Size p{a % n[0], a / n[0] % n[1], a / (n[0] * n[1])};
    for (std::size_t d = 0; d < 3; ++d)
      for (const int step : {-1, 1}) {
        Size q = p;
        q[d] += step;
        const auto row = static_cast<std::size_t>(a);
        const bool inside = q[d] >= 0 && q[d] < n[d];
        const double kappa = w[d] * (inside ? 0.5 * (at(p) + at(q)) : at(p));
        result[row][row] += kappa;
        if (inside) result[static_cast<std::size_t>(q[0] + n[0] * (q[1] + n[1] * q[2]))][row] -= kappa;
      }
  }
  return result;
}

}  // namespace

TEST(RegionalLaplacian, HasTheEntriesOfTheDefinition) {
  const Weights w{1.0, 1.25, 0.5};  // exact in binary, so the comparison is
  for (const Size& n :
       {Size{3, 4, 5}, {5, 1, 1}, {1, 5, 1}, {1, 1, 5}, {1, 1, 1}, {2, 1, 3}, {7, 2, 1}, {1, 4, 2}}) {
    auto A = regional(n, w);
    A.setParameters(parameters(A, Theta));

    EXPECT_EQ(denseColumns(A), matrix(n, w, Theta)) << "grid " << n[0] << " " << n[1] << " " << n[2];
  }
}

TEST(RegionalLaplacian, IsTheLaplacianWhereAllParametersAreOne) {
  const Size n{7, 6, 5};
  const Weights w{1.0, 1.17, 1.39};
  auto A = regional(n, w);
  A.setParameters(parameters(A, {1, 1, 1}));
  const ritz::Laplacian3d<double> L(ritz::worldComm(), n, w);
  const auto X = hashBlock(A.getDomainMap(), 3);
  Block Y(X.getMap(), 3), Z(X.getMap(), 3);
  Y.putScalar(std::numeric_limits<double>::quiet_NaN());

  A.apply(X, Y);
  L.apply(X, Z);

  EXPECT_LE(distance(Y, Z), 1e-14);
}

TEST(RegionalLaplacian, IsItsOwnAdjoint) {
  auto A = regional({3, 2, 4}, {1.0, 2.0, 4.0});
  A.setParameters(parameters(A, Theta));

  EXPECT_EQ(transposeDefect(A), 0.0);
}

TEST(RegionalLaplacian, IsZeroUntilItsParametersAreSet) {
  const auto A = regional({3, 3, 2});
  const auto X = hashBlock(A.getDomainMap(), 2);
  Block Y(X.getMap(), 2), zero(X.getMap(), 2);

  A.apply(X, Y);

  EXPECT_EQ(distance(Y, zero), 0.0);
}

TEST(RegionalLaplacian, HasTheDerivativesThatTaylorAsksFor) {
  for (const Size& n : {Size{4, 5, 3}, {6, 7, 1}, {1, 1, 9}}) {
    auto A = regional(n, {1.0, 1.17, 1.39});
    A.setParameters(parameters(A, Theta));

    const auto check = ritz::derivativeCheck(A, parameters(A, {1.0, 2.0, -0.5}));

    // Linear in θ: nothing but rounding remains.
    EXPECT_TRUE(std::isinf(check.first.slope));
    EXPECT_TRUE(check.hasSecond);
    EXPECT_LE(check.gradientDefect, 1e-14);
  }
}

TEST(RegionalLaplacian, AddsGradientsToWhatIsThere) {
  auto A = regional({4, 5, 3});
  A.setParameters(parameters(A, Theta));
  const auto W = hashBlock(A.getDomainMap(), 2, 5), V = hashBlock(A.getDomainMap(), 2, 6);
  auto g = parameters(A, {10, 20, 30});
  Block image(V.getMap(), 2);

  A.accumulateGradient(-2.0, W, V, g);

  const auto found = gather(g);
  for (std::size_t r = 0; r < 3; ++r) {
    std::array<double, 3> unit{};
    unit[r] = 1;
    A.applyDerivative(parameters(A, unit), V, image);
    double expected = 10.0 * static_cast<double>(r + 1);
    for (std::size_t j = 0; j < 2; ++j) expected -= 2 * W.getVector(j)->dot(*image.getVector(j));
    EXPECT_NEAR(found[r], expected, 1e-12);
  }
}

TEST(RegionalLaplacian, RefusesWhatIsNoGridOfRegions) {
  const auto comm = ritz::worldComm();
  const auto everywhere = [](int region) {
    return [region](ritz::GlobalIndex x, ritz::GlobalIndex, ritz::GlobalIndex) { return x > 1 ? region : 0; };
  };

  EXPECT_THROW(Regional(comm, {0, 1, 1}, 1, everywhere(0)), ritz::InvalidOption);
  EXPECT_THROW(Regional(comm, {4, 3, 2}, 0, everywhere(0)), ritz::InvalidOption);
  EXPECT_THROW(Regional(comm, {4, 3, 2}, 2, everywhere(2)), ritz::InvalidOption);
  EXPECT_THROW(Regional(comm, {4, 3, 2}, 2, everywhere(-1)), ritz::InvalidOption);
  EXPECT_THROW(Regional(comm, {4, 3, 2}, 2, everywhere(1), {1, 1, std::numeric_limits<double>::infinity()}),
               ritz::InvalidOption);
}

TEST(RegionalLaplacian, RefusesBlocksOfDifferentWidths) {
  auto A = regional({4, 3, 2});
  auto g = parameters(A, {0, 0, 0});

  EXPECT_THROW(A.accumulateGradient(1.0, Block(A.getRangeMap(), 1), Block(A.getRangeMap(), 2), g),
               ritz::SpaceMismatch);
}
