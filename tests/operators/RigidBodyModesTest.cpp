#include <gtest/gtest.h>
#include <ritz/operators/RigidBodyModes.hpp>

#include <cmath>

#include "operators/Blocks.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

/// Row i belongs to point i/unknowns, at hash coordinates.
Block pointsOf(GlobalIndex points, int unknowns, std::size_t dimensions) {
  Block X(makeMap(points * unknowns), dimensions);
  for (std::size_t d = 0; d < dimensions; ++d) {
    const auto entries = X.getDataNonConst(d);
    for (Teuchos_Ordinal i = 0; i < entries.size(); ++i) {
      const GlobalIndex point = X.getMap()->getGlobalElement(static_cast<LocalIndex>(i)) / unknowns;
      entries[i] = 3.0 + std::sin(static_cast<double>((point + 1) * static_cast<GlobalIndex>(3 * d + 2)));
    }
  }
  return X;
}

TEST(RigidBodyModes, CountsTheUnknownsThatShareAPlace) {
  for (const int unknowns : {1, 2, 3}) EXPECT_EQ(unknownsPerPoint(pointsOf(8, unknowns, 2)), unknowns);
  for (const int unknowns : {1, 3, 6}) EXPECT_EQ(unknownsPerPoint(pointsOf(8, unknowns, 3)), unknowns);
  EXPECT_EQ(unknownsPerPoint(pointsOf(8, 2, 3)), 1);
  EXPECT_EQ(unknownsPerPoint(pointsOf(8, 5, 2)), 1);
}

/// Largest change of length of a bar between two points, which |(u_p − u_q)·(x_p − x_q)| is to first order.
double largestStrain(const Block& X, const Block& modes, int unknowns) {
  double worst = 0.0;
  std::vector<std::vector<double>> x;
  for (std::size_t d = 0; d < X.getNumVectors(); ++d) x.push_back(gather(X, d));
  for (std::size_t m = 0; m < modes.getNumVectors(); ++m) {
    const auto u = gather(modes, m);
    const std::size_t step = static_cast<std::size_t>(unknowns);
    for (std::size_t p = 0; p < u.size(); p += step)
      for (std::size_t q = 0; q < p; q += step) {
        double change = 0.0;
        for (std::size_t d = 0; d < x.size(); ++d) change += (u[p + d] - u[q + d]) * (x[d][p] - x[d][q]);
        worst = std::max(worst, std::abs(change));
      }
  }
  return worst;
}

TEST(RigidBodyModes, StrainNoBarBetweenPoints) {
  for (const auto& [unknowns, dimensions, count] :
       std::vector<std::array<int, 3>>{{2, 2, 3}, {3, 2, 3}, {3, 3, 6}, {6, 3, 6}}) {
    const Block X = pointsOf(7, unknowns, static_cast<std::size_t>(dimensions));
    const auto modes = rigidBodyModes<double>(X.getMap(), &X, unknowns);
    ASSERT_EQ(modes->getNumVectors(), static_cast<std::size_t>(count));
    EXPECT_LT(largestStrain(X, *modes, unknowns), 1e-14);
    for (const double length : norms(*modes)) EXPECT_GT(length, 0.1);
  }
}

TEST(RigidBodyModes, AreConstantsForUnknownsThatAreNoMotions) {
  const MapPtr map = makeMap(12);
  const auto modes = rigidBodyModes<double>(map, nullptr, 3);
  ASSERT_EQ(modes->getNumVectors(), 3u);
  for (std::size_t m = 0; m < 3; ++m) {
    const auto entries = gather(*modes, m);
    for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(entries[i], i % 3 == m ? 1.0 : 0.0);
  }
}

}  // namespace
