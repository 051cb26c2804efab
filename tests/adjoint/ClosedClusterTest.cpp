#include "solvers/Problems.hpp"

#include <ritz/adjoint/ClosedCluster.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

constexpr double Factor = 1e-8;

/// 1, `copies` times 2, 3, 4, …
Entry withMultiple(int copies) {
  return [copies](GlobalIndex g) {
    return g == 0 ? 1.0 : g <= copies ? 2.0 : 2.0 + real(g) - static_cast<double>(copies);
  };
}

EigenResult<double> smallest(int n, const Entry& spectrum, int k, Method method = Lapack{}) {
  EigenOptions options;
  options.numPairs = k;
  options.which = Smallest{};
  options.method = method;
  options.tolerance = 1e-12;
  return eigsolve<double>({rotatedOperator(makeMap(n), spectrum)}, options);
}

TEST(ClosedCluster, HasAllCopiesOfTheLastValue) {
  const auto closed = closeLastCluster(smallest(40, withMultiple(5), 3), Factor, 30);

  ASSERT_TRUE(closed);
  ASSERT_EQ(closed->values.size(), 6u);
  EXPECT_NEAR(closed->values.back(), 2.0, 1e-10);  // tolerance·(‖A‖ + 2) = 4e-11
  EXPECT_EQ(closed->vectors->getNumVectors(), 6u);
  EXPECT_EQ(closed->residuals.size(), 6u);
  EXPECT_EQ(closed->errorBounds.size(), 6u);
  EXPECT_EQ(closed->converged.size(), 6u);
  EXPECT_EQ(closed->options.numPairs, 6);
  EXPECT_LE(distanceFromIdentity(*closed->vectors, *closed->vectors), 1e-12);
}

TEST(ClosedCluster, KeepsThePairsBeyondAsGuards) {
  const auto closed = closeLastCluster(smallest(40, withMultiple(3), 2), Factor, 30);

  ASSERT_TRUE(closed);
  ASSERT_EQ(closed->values.size(), 4u);
  ASSERT_GT(closed->guards.values.size(), 0u);
  EXPECT_NEAR(closed->guards.values.front(), 3.0, 1e-10);
  ASSERT_EQ(closed->guards.vectors->getNumVectors(), closed->guards.values.size());
  EXPECT_EQ(distance(image(closed->problem.A, *closed->guards.vectors), *closed->guards.images), 0.0);
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_LE(std::abs(closed->vectors->getVector(i)->dot(*closed->guards.vectors->getVector(0))), 1e-12);
}

TEST(ClosedCluster, IsTheResultItselfWhereNothingIsCut) {
  const auto closed = closeLastCluster(smallest(40, withMultiple(3), 4, KrylovSchur{}), Factor, 30);

  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->values.size(), 4u);
}

TEST(ClosedCluster, MayBeTheWholeSpace) {
  const auto closed = closeLastCluster(smallest(7, withMultiple(6), 3), Factor, 30);

  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->values.size(), 7u);
  EXPECT_TRUE(closed->guards.values.empty());
}

TEST(ClosedCluster, IsGivenUpBeyondTheMostThatIsAllowed) {
  const auto result = smallest(40, withMultiple(9), 3);

  EXPECT_FALSE(closeLastCluster(result, Factor, 9));
  ASSERT_TRUE(closeLastCluster(result, Factor, 11));
}

TEST(ClosedCluster, IsNotTakenFromASolveThatFailed) {
  auto result = smallest(40, withMultiple(3), 2, KrylovSchur{});
  result.options.budget.maxApplications = 1;

  EXPECT_FALSE(closeLastCluster(result, Factor, 30));
}

}  // namespace
}  // namespace ritz::test
