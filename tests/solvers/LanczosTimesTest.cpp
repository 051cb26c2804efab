#include <gtest/gtest.h>
#include <ritz/solvers/LanczosTimes.hpp>

namespace {

ritz::LanczosTimes timesOf(double application, double furtherColumn, double column) {
  ritz::LanczosTimes times;
  times.products = 400;
  times.application = application;
  times.furtherColumn = furtherColumn;
  times.column = column;
  times.numPairs = 10;
  times.basis = 30;
  return times;
}

TEST(LanczosTimes, CountProductsWhereTheseAreDear) {
  const auto times = timesOf(1.0, 1.0, 1e-6);
  EXPECT_NEAR(times.plain(), 400 + 70, 1);  // the search included
  EXPECT_NEAR(times.plainSteps() * times.plainStep(), 400, 1);
  EXPECT_NEAR(times.filtered(11), 11 * (400.0 / 11 + 18), 1);
  EXPECT_GT(times.blocks(2), times.plain());
}

TEST(LanczosTimes, LetFiltersSaveOrthogonalisation) {
  const auto times = timesOf(1e-5, 1e-5, 1e-4);
  EXPECT_LT(times.filtered(11), times.plain() / 2);
  EXPECT_LT(times.filtered(11), times.filtered(5));
}

TEST(LanczosTimes, LetBlocksSaveCallsThatCostTheSameForMoreColumns) {
  const auto times = timesOf(1.0, 0.0, 1e-6);
  EXPECT_LT(times.blocks(8), times.blocks(4));
  EXPECT_LT(times.blocks(8), times.plain());
}

}  // namespace
