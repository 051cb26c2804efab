#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/SpectralEstimate.hpp>

#include "solvers/Traps.hpp"

namespace {

constexpr std::array<ritz::GlobalIndex, 3> Sizes{20, 20, 20};
constexpr std::array<double, 3> Weights{1, 1.17, 1.39};

/// Of a Laplacian with 8000 points, from `steps` products.
ritz::SpectralEstimate<double> laplacianEstimate(int steps, double& scale) {
  const auto A = std::make_shared<ritz::Laplacian3d<double>>(ritz::worldComm(), Sizes, Weights);
  const ritz::Pencil<double> pencil({A}, {});
  ritz::MultiVector<double> start(pencil.map, 1);
  ritz::fillHash(start, 5);
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), steps, start, nullptr, 5);
  for (int i = 0; i < steps; ++i) basis.expand();
  scale = pencil.valueScale();
  return ritz::spectralEstimate(basis.projected(), basis.coupling(), pencil.n);
}

TEST(SpectralEstimate, BoundsTheSpectrum) {
  double scale = 0;
  const auto estimate = laplacianEstimate(30, scale);
  EXPECT_LE(estimate.low() * scale, ritz::laplacianSmallest(Sizes, Weights, 1).front());
  EXPECT_GE(estimate.high() * scale, ritz::laplacianLargest(Sizes, Weights, 1).front());
  EXPECT_LE((estimate.high() - estimate.low()) * scale, 2 * 2 * (1 + 1.17 + 1.39) * 1.1);
}

/// Three values far outside that have converged, and a hundred from 0 to 1 at nodes that have not.
TEST(SpectralEstimate, LeavesOutWhatLiesBetweenIsolatedValuesAndTheOthers) {
  const std::vector<double> nodes{0.1, 0.5, 0.9, 4, 5, 6}, weights{40, 30, 30, 1, 1, 1},
      residuals{0.1, 0.1, 0.1, 1e-9, 1e-9, 1e-9};
  std::vector<double> shares;
  for (const double weight : weights) shares.push_back(weight / 103);
  const ritz::SpectralEstimate<double> estimate(nodes, shares, residuals, 103);
  EXPECT_EQ(estimate.isolated(true), 3);
  EXPECT_EQ(estimate.isolated(false), 0);
  EXPECT_DOUBLE_EQ(estimate.endBehindIsolated(true), 1.0);
  EXPECT_DOUBLE_EQ(estimate.endBehindIsolated(false), 0.0);
  EXPECT_LE(estimate.beyond(4, true), 1.0);
  EXPECT_GE(estimate.beyond(4, true), 0.9);
}

TEST(SpectralEstimate, CountsTheValuesAtBothEnds) {
  double scale = 0;
  const auto estimate = laplacianEstimate(30, scale);
  const auto largest = ritz::laplacianLargest(Sizes, Weights, 400);
  const auto smallest = ritz::laplacianSmallest(Sizes, Weights, 400);
  for (const int count : {10, 30, 100}) {
    const double above = estimate.beyond(count, true) * scale, below = estimate.beyond(count, false) * scale;
    const auto seenAbove = std::count_if(largest.begin(), largest.end(), [&](double v) { return v > above; });
    const auto seenBelow =
        std::count_if(smallest.begin(), smallest.end(), [&](double v) { return v < below; });
    // One start vector: the count of m values is off by about √(2/m) of it, and by the quadrature.
    EXPECT_GE(seenAbove, count / 3) << count;
    EXPECT_LE(seenAbove, 3 * count) << count;
    EXPECT_GE(seenBelow, count / 3) << count;
    EXPECT_LE(seenBelow, 3 * count) << count;
  }
}

TEST(SpectralEstimate, SaysWhatItCannotResolve) {
  // Nodes −1 and 1 with half of 100 values each.
  const ritz::SpectralEstimate<double> estimate({-1, 1}, {0.5, 0.5}, {0.1, 0.2}, 100);
  EXPECT_DOUBLE_EQ(estimate.resolution(true), 25);
  EXPECT_DOUBLE_EQ(estimate.beyond(10, true), 1);
  EXPECT_DOUBLE_EQ(estimate.beyond(25, false), -1);
  EXPECT_GT(estimate.beyond(50, false), -1);
  EXPECT_LT(estimate.beyond(50, false), 1);
  EXPECT_DOUBLE_EQ(estimate.beyond(99, false), 1);
  EXPECT_DOUBLE_EQ(estimate.low(), -1.1);
  EXPECT_DOUBLE_EQ(estimate.high(), 1.2);
}

}  // namespace
