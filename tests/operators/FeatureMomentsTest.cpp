#include <gtest/gtest.h>
#include <ritz/operators/Compat.hpp>
#include <ritz/operators/FeatureMoments.hpp>
#include <ritz/operators/Runtime.hpp>

#include <vector>

namespace {

using Numbers = std::vector<double>;

/// Samples g = 0 … 6 with features g and g².
ritz::Samples<double> powers() {
  const auto map = ritz::makeMap(7);
  Numbers inputs, targets;
  for (ritz::LocalIndex i = 0; i < ritz::localSize(*map); ++i) {
    const auto g = static_cast<double>(map->getGlobalElement(i));
    inputs.insert(inputs.end(), {g, g * g});
    targets.push_back(0.0);
  }
  return {map, 2, inputs, 1, targets};
}

}  // namespace

TEST(FeatureMoments, AreMeansOverAllRanks) {
  // Σ g = 21, Σ g² = 91, Σ g⁴ = 2275; exact in floating point, up to the divisions.
  const auto means = ritz::detail::featureMoments(powers(), Numbers{0, 0}, 1);
  ASSERT_EQ(means.size(), 2u);
  EXPECT_DOUBLE_EQ(means[0], 3.0);
  EXPECT_DOUBLE_EQ(means[1], 13.0);
  const auto squares = ritz::detail::featureMoments(powers(), Numbers{3, 0}, 2);
  EXPECT_DOUBLE_EQ(squares[0], 91.0 / 7 - 9);
  EXPECT_DOUBLE_EQ(squares[1], 325.0);
}

TEST(FeatureMoments, TransformAllButTheRowOfOnes) {
  const auto samples = powers();
  const auto changed =
      ritz::detail::transformedFeatures<double>(samples.inputs(), Numbers{1, 0}, Numbers{2, -0.5});
  const auto host = Kokkos::create_mirror_view(changed);
  Kokkos::deep_copy(host, changed);
  ASSERT_EQ(host.extent(0), 3u);
  for (std::size_t i = 0; i < host.extent(1); ++i) {
    const auto g = static_cast<double>(samples.map()->getGlobalElement(static_cast<ritz::LocalIndex>(i)));
    EXPECT_EQ(host(0, i), 2 * (g - 1));
    EXPECT_EQ(host(1, i), -0.5 * g * g);
    EXPECT_EQ(host(2, i), 1.0);
  }
}

TEST(FeatureMoments, LeaveTheSamplesAsTheyWere) {
  const auto samples = powers();
  const auto changed =
      ritz::detail::transformedFeatures<double>(samples.inputs(), Numbers{1, 1}, Numbers{0, 0});
  EXPECT_EQ(changed.extent(1), samples.inputs().extent(1));
  EXPECT_DOUBLE_EQ(ritz::detail::featureMoments(samples, Numbers{0, 0}, 1)[0], 3.0);
}
