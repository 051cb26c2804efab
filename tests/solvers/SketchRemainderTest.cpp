#include <gtest/gtest.h>
#include <ritz/solvers/SketchRemainder.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using ritz::Dense;
using ritz::Sketch;
using ritz::sketchRemainder;

/// C of orthogonal columns with these lengths.
Dense<double> orthogonal(const std::vector<double>& lengths) {
  Dense<double> C(static_cast<int>(lengths.size()), static_cast<int>(lengths.size()));
  for (int i = 0; i < C.rows(); ++i) C(i, i) = 1 / lengths[static_cast<std::size_t>(i)];
  return C;
}

TEST(SketchRemainder, IsTheMeanSquareInUnitsOfRandomVectors) {
  const auto C = orthogonal({3.0, 4.0});
  // Entries of variance 1/3: √(3·(9 + 16)/2).
  EXPECT_NEAR(*sketchRemainder(Sketch<double>{C}), std::sqrt(37.5), 1e-14);
  EXPECT_NEAR(*sketchRemainder(Sketch<double>{C, 0, 0, 2.0}), std::sqrt(37.5) / 2, 1e-14);
}

TEST(SketchRemainder, CountsOnlyWhatTheOtherColumnsLack) {
  // Columns e₁ and e₁ + 0.1 e₂: R⁻¹ = (1, −10; 0, 10), distances 1/√101 and 1/10.
  Dense<double> C(2, 2);
  C(0, 0) = 1.0, C(0, 1) = -10.0, C(1, 1) = 10.0;
  EXPECT_NEAR(*sketchRemainder(Sketch<double>{C}), std::sqrt(1.5 * (1.0 / 101 + 1.0 / 100)), 1e-15);
}

TEST(SketchRemainder, LeavesOutVectorsThatWereGiven) {
  const auto C = orthogonal({1e6, 4.0});
  EXPECT_NEAR(*sketchRemainder(Sketch<double>{C, 1}), std::sqrt(48.0), 1e-14);
  EXPECT_FALSE(sketchRemainder(Sketch<double>{C, 2}));
}

TEST(SketchRemainder, TakesTheRootOfWhatWasMultipliedTwice) {
  const auto C = orthogonal({3.0, 4.0});
  EXPECT_NEAR(*sketchRemainder(Sketch<double>{C, 0, 1}), std::pow(37.5, 0.25), 1e-14);
}

TEST(SketchRemainder, IsRoundingWhereNothingIsLeft) {
  constexpr double Epsilon = std::numeric_limits<double>::epsilon();
  const auto C = orthogonal({1e-30, 1e-30});
  EXPECT_EQ(*sketchRemainder(Sketch<double>{C, 0, 0, 1.0, 8.0}), 8 * Epsilon);
  Dense<double> dependent(3, 2);
  dependent(0, 0) = dependent(1, 1) = 1;
  EXPECT_EQ(*sketchRemainder(Sketch<double>{dependent, 0, 0, 1.0, 8.0}), 8 * Epsilon);
}

}  // namespace
