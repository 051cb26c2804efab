#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/LossError.hpp>
#include <ritz/adjoint/Losses.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

/// The values 1, 3, 7 of diag(1, 3, 7, 11, …), with residuals that are as told.
EigenResult<double> pairs(const std::vector<double>& residuals) {
  const KnownProblem known{makeMap(30), [](GlobalIndex g) { return g == 0 ? 1.0 : 4.0 * real(g) - 1.0; }};
  auto result = known.pairs({0, 1, 2});
  result.residuals = residuals;
  return result;
}

TEST(LossError, OfValuesIsQuadraticInTheResiduals) {
  const ValueSum<double> loss({5, 0, -2});
  // Gaps 2 and 4; values 5·1 − 2·7 = −9.
  EXPECT_NEAR(lossError<double>(loss, -9.0, pairs({1e-3, 1e-3, 1e-3})), (5e-6 / 2 + 2e-6 / 4) / 9, 1e-18);
  EXPECT_NEAR(lossError<double>(loss, 0.0, pairs({1e-3, 0, 0})), 5e-6 / 2, 1e-18);
}

TEST(LossError, OfValuesIsNoMoreThanTheResidual) {
  EXPECT_NEAR(lossError<double>(ValueSum<double>({1}), 1.0, pairs({50, 0, 0})), 50.0, 1e-12);
}

TEST(LossError, OfVectorsIsLinearInTheResiduals) {
  const auto weights = diagonalOperator(makeMap(30), [](GlobalIndex) { return 2.0; });
  // Ū = 2·3·W u of length 12: d/du 3 uᵀW u.
  const VectorForms<double> loss(weights, {3});
  EXPECT_NEAR(lossError<double>(loss, 6.0, pairs({1e-3, 0, 0})), 12 * 1e-3 / 2 / 6, 1e-15);
}

TEST(LossError, LooksAtTheGuardsForTheGap) {
  auto near = pairs({0, 0, 1e-3});
  near.guards.values = {7.5, 11};
  EXPECT_NEAR(lossError<double>(ValueSum<double>({0, 0, 1}), 1.0, near), 1e-6 / 0.5, 1e-18);
  near.guards.values = {7 + 1e-12, 8};  // a copy is no neighbour
  EXPECT_NEAR(lossError<double>(ValueSum<double>({0, 0, 1}), 1.0, near), 1e-6 / 1, 1e-18);
}

}  // namespace
}  // namespace ritz::test
