#include <gtest/gtest.h>
#include <ritz/solvers/CorrectionTimes.hpp>

namespace {

using ritz::CorrectionTimes;

TEST(CorrectionTimes, FavourInnerSolvesWhereProductsAreCheap) {
  const CorrectionTimes times{1e-5, 2e-4, 4e-5};
  // 48 + 8 products and steps for 40, and six of the 40 outer steps.
  EXPECT_NEAR(times.ratio(40), ((1.3 * 40 + 8) * 5e-5 + 6 * 2.1e-4) / (40 * 2.1e-4), 1e-14);
  EXPECT_LT(times.ratio(40), 0.6);
  EXPECT_LT(times.ratio(400), times.ratio(40));
}

TEST(CorrectionTimes, FavourOuterStepsWhereAProductIsDear) {
  EXPECT_GT((CorrectionTimes{1e-2, 2e-4, 4e-5}.ratio(40)), 1.5);
  EXPECT_GT((CorrectionTimes{1e-2, 2e-4, 4e-5}.ratio(1e6)), 1.2);
}

TEST(CorrectionTimes, FavourOuterStepsWhereAPairTakesButAFew) {
  EXPECT_GT((CorrectionTimes{1e-4, 2e-4, 4e-5}.ratio(9)), 1);
}

TEST(CorrectionTimes, ModelAStepWithoutClocks) {
  const auto times = CorrectionTimes::modelled(1e-3, 1e-6, 40);
  EXPECT_EQ(times.product, 1e-3);
  EXPECT_NEAR(times.outer, 100 * 1e-6 + 5e-9 * 40 * 40 * 40, 1e-15);
  EXPECT_NEAR(times.inner, 20e-6, 1e-15);
}

}  // namespace
