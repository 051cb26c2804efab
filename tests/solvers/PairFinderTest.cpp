#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/solvers/PairFinder.hpp>

#include <cmath>

namespace {

using ritz::Which;

const std::vector<Which> AllOrders = {ritz::Largest{},          ritz::Smallest{},
                                      ritz::LargestMagnitude{}, ritz::SmallestMagnitude{},
                                      ritz::Nearest{1.6},       ritz::Interval{-3.0, 3.0}};

std::vector<double> sorted(const std::vector<double>& values, const Which& which) {
  std::vector<double> result;
  for (const int index : ritz::sortedIndices(values, which))
    result.push_back(values[static_cast<std::size_t>(index)]);
  return result;
}

}  // namespace

TEST(PairFinder, SortsTheBestValueFirst) {
  const std::vector<double> values{2.0, -3.0, 0.5, 1.0};

  EXPECT_EQ(sorted(values, ritz::Largest{}), (std::vector<double>{2.0, 1.0, 0.5, -3.0}));
  EXPECT_EQ(sorted(values, ritz::Smallest{}), (std::vector<double>{-3.0, 0.5, 1.0, 2.0}));
  EXPECT_EQ(sorted(values, ritz::LargestMagnitude{}), (std::vector<double>{-3.0, 2.0, 1.0, 0.5}));
  EXPECT_EQ(sorted(values, ritz::SmallestMagnitude{}), (std::vector<double>{0.5, 1.0, 2.0, -3.0}));
  EXPECT_EQ(sorted(values, ritz::Nearest{1.6}), (std::vector<double>{2.0, 1.0, 0.5, -3.0}));
  EXPECT_EQ(sorted(values, ritz::Interval{-5.0, 5.0}), (std::vector<double>{-3.0, 0.5, 1.0, 2.0}));
}

TEST(PairFinder, KeepsTheOrderOfEqualValues) {
  EXPECT_EQ(ritz::sortedIndices(std::vector<double>{1.0, 2.0, 1.0, 2.0}, ritz::Largest{}),
            (std::vector<int>{1, 3, 0, 2}));
  EXPECT_EQ(ritz::sortedIndices(std::vector<double>{-1.0, 1.0}, ritz::LargestMagnitude{}),
            (std::vector<int>{0, 1}));
  EXPECT_TRUE(ritz::sortedIndices(std::vector<double>{}, ritz::Smallest{}).empty());
}

TEST(PairFinder, KeysAreNoFurtherApartThanTheirValues) {
  for (const Which& which : AllOrders)
    for (double theta = -3.0; theta <= 3.0; theta += 0.25)
      for (double phi = -3.0; phi <= 3.0; phi += 0.25)
        EXPECT_LE(std::abs(ritz::orderKey(theta, which) - ritz::orderKey(phi, which)),
                  std::abs(theta - phi) + 4 * ritz::test::Epsilon)
            << nameOf(which) << ' ' << theta << ' ' << phi;
}

TEST(PairFinder, ScalesTheNumbersInsideWhich) {
  const Which near = ritz::scaled(ritz::Nearest{6.0}, 4.0), in = ritz::scaled(ritz::Interval{-2.0, 8.0}, 4.0);

  EXPECT_EQ(std::get<ritz::Nearest>(near).sigma, 1.5);
  EXPECT_EQ(std::get<ritz::Interval>(in).a, -0.5);
  EXPECT_EQ(std::get<ritz::Interval>(in).b, 2.0);
  EXPECT_TRUE(std::holds_alternative<ritz::Smallest>(ritz::scaled(ritz::Smallest{}, 4.0)));
}

TEST(PairFinder, CountsConvergedPairsUpToTheFirstThatIsNot) {
  const auto progress = ritz::progressOf(std::vector<double>{1e-9, 1e-8, 3e-8, 1e-10}, 1e-8);

  EXPECT_EQ(progress.converged, 2);
  EXPECT_EQ(progress.maxResidual, 3e-8);
  EXPECT_EQ(ritz::progressOf(std::vector<double>{1e-9, 1e-9}, 1e-8).converged, 2);
  EXPECT_EQ(ritz::progressOf(std::vector<double>{ritz::test::Infinity}, 1e-8).converged, 0);
}
