#include "adjoint/TaylorSlopes.hpp"

#include <ritz/adjoint/Participation.hpp>
#include <ritz/operators/Error.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

const std::vector<double> Some{0.8, 1.1, 2.2};

TEST(Participation, HasItsDerivatives) {
  const auto map = makeMap(20);
  const auto G = std::make_shared<Block>(hashBlock(map, 2, 5));
  expectDerivatives(Participation<double>(G, {1.0, 0.0, -2.0}), Some, hashBlock(map, 3), 1e-2);
}

TEST(Participation, IsTheShareInTheSubspace) {
  const auto map = makeMap(20);
  const auto G = std::make_shared<Block>(rotatedUnits(map, {0, 1}));
  const Block U = rotatedUnits(map, {1, 5, 0});
  EXPECT_NEAR(Participation<double>(G, {1, 10, 100}).value(Some, U), 101.0, 1e-12);
  EXPECT_NEAR(Participation<double>(G, {1}).value(Some, U), 1.0, 1e-13);  // the first alone counts
  EXPECT_THROW(Participation<double>(nullptr, {1}), InvalidOption);
}

}  // namespace
}  // namespace ritz::test
