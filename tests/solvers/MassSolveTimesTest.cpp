#include <gtest/gtest.h>
#include <ritz/solvers/MassSolveTimes.hpp>

namespace {

/// 1 ms for a product with A or B, fifty with B to solve and eight to solve roughly, next to nothing for the
/// rest.
ritz::MassSolveTimes byConjugateGradients() { return {1e-3, 1e-3, 50e-3, 8e-3, 1e-7}; }

TEST(MassSolveTimes, FavourDavidsonWhereSolvesAreDear) {
  const auto times = byConjugateGradients();
  // 2.5·40 columns and 5e-9·40³ s for the small eigenproblem.
  EXPECT_NEAR(times.davidsonStep(false, 40), 2e-3 + 100 * 1e-7 + 3.2e-4, 1e-15);
  EXPECT_NEAR(times.davidsonStep(true, 40) - times.davidsonStep(false, 40), 8e-3, 1e-15);
  EXPECT_NEAR(times.gain(false, 40), 51e-3 / (1.2 * times.davidsonStep(false, 40)), 1e-12);
  EXPECT_GT(times.gain(true, 40), 1.2);
}

TEST(MassSolveTimes, FavourLanczosWhereProductsWithAAreDear) {
  auto times = byConjugateGradients();
  times.application = 0.1;
  EXPECT_LT(times.gain(true, 40), 1);
  EXPECT_LT(times.gain(false, 40), 1.2 * 1.05);
  times.application = 1;
  EXPECT_LT(times.gain(false, 40), 1);
}

TEST(MassSolveTimes, FavourLanczosWhereOrthogonalisingIsDear) {
  auto times = byConjugateGradients();
  times.column = 1e-3;
  EXPECT_LT(times.gain(false, 40), 1);
}

TEST(MassSolveTimes, FavourLanczosWhereNothingIsKnown) {
  EXPECT_LT((ritz::MassSolveTimes{0.1, 0, 0, 0, 1e-5}.gain(false, 40)), 1);
}

}  // namespace
