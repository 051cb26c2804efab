#include "adjoint/Families.hpp"

#include <ritz/adjoint/ProjectedSylvester.hpp>
#include <ritz/adjoint/RefinePairs.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g) + 0.01 * real(g * g); }

class Refinement : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(WithAndWithoutMass, Refinement, testing::Bool());

TEST_P(Refinement, IsOfThirdOrder) {
  const Family family = makeFamily(60, separate, GetParam());
  for (const Which& which : std::vector<Which>{Smallest{}, Largest{}}) {
    const auto rough = solvedPairs(family, 3, which, 1e-4, KrylovSchur{});
    const auto better = refinePairs(rough, 1e-9);
    for (std::size_t j = 0; j < 3; ++j) {
      // ‖r‖ → about ‖r‖³/gap² + tolerance·‖r‖ (here ‖A‖ is 70, gaps are above 0.3).
      EXPECT_LT(better.residuals[j], 1e-3 * rough.residuals[j] + 1e-9);
      EXPECT_NEAR(better.values[j], rough.values[j], rough.residuals[j]);
    }
    EXPECT_LE(distanceFromIdentity(*better.vectors, image(family.B, *better.vectors)), 1e-12);
    EXPECT_GT(better.applications.A.columns, rough.applications.A.columns);
  }
}

TEST_P(Refinement, KeepsGuardsUsable) {
  const Family family = makeFamily(60, separate, GetParam());
  const auto better = refinePairs(solvedPairs(family, 3, Smallest{}, 1e-4, KrylovSchur{}), 1e-9);
  ASSERT_TRUE(better.guards.images);
  EXPECT_LE(distance(image(family.A, *better.guards.vectors), *better.guards.images), 1e-10);
  EXPECT_GT(ProjectedSylvester<double>(better).numGuards(), 0);
}

TEST(RefinePairs, RefusesAToleranceOutOfRange) {
  const Family family = makeFamily(60, separate, false);
  EXPECT_THROW(refinePairs(solvedPairs(family, 2, Smallest{}, 1e-4, KrylovSchur{}), 0.0), InvalidOption);
}

}  // namespace
}  // namespace ritz::test
