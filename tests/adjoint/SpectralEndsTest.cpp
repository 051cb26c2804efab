#include "operators/Blocks.hpp"

#include <ritz/adjoint/SpectralEnds.hpp>
#include <ritz/operators/DiagonalOperator.hpp>

#include <gtest/gtest.h>

#include <memory>

namespace ritz::test {
namespace {

MeasuredOperator<double> diagonal(int n, const std::function<double(GlobalIndex)>& value) {
  return {std::make_shared<DiagonalOperator<double>>(columnOf(makeMap(n), value)), "A"};
}

TEST(SpectralEnds, HoldAllValuesWithALittleRoom) {
  const auto A = diagonal(400, [](GlobalIndex g) { return -3.0 + 0.02 * static_cast<double>(g); });

  const auto ends = spectralEnds(A, 5);

  // Twelve Ritz values reach to within a few percent of the ends, their residuals beyond.
  EXPECT_NEAR(ends.low, -3.0, 0.5);
  EXPECT_LE(ends.low, -3.0 + 0.02);
  EXPECT_NEAR(ends.high, 4.98, 0.5);
  EXPECT_GE(ends.high, 4.98 - 0.02);
  EXPECT_EQ(A.count().columns, 12);
}

TEST(SpectralEnds, AreExactWhereTheSpaceIsSmall) {
  for (const int n : {1, 2, 5}) {
    const auto A = diagonal(n, [](GlobalIndex g) { return 1.0 + static_cast<double>(g * g); });

    const auto ends = spectralEnds(A, 5);

    EXPECT_NEAR(ends.low, 1.0, 1e-9);
    EXPECT_NEAR(ends.high, 1.0 + (n - 1) * (n - 1), 1e-9);
    EXPECT_LE(A.count().columns, n);
  }
}

TEST(SpectralEnds, OfAMultipleOfTheIdentityTakeOneStep) {
  const auto A = diagonal(50, [](GlobalIndex) { return 2.0; });

  const auto ends = spectralEnds(A, 5);

  EXPECT_NEAR(ends.low, 2.0, 1e-12);
  EXPECT_NEAR(ends.high, 2.0, 1e-12);
  EXPECT_EQ(A.count().columns, 1);
}

}  // namespace
}  // namespace ritz::test
