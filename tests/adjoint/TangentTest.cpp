#include "solvers/Problems.hpp"

#include <ritz/adjoint/Tangent.hpp>
#include <ritz/operators/Error.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

MultiVectorPtr<double> constants(const MapPtr& map, double first, double second) {
  auto X = std::make_shared<Block>(map, 2);
  X->getVectorNonConst(0)->putScalar(first);
  X->getVectorNonConst(1)->putScalar(second);
  return X;
}

TEST(Tangent, GivesTheChangeOfALoss) {
  const auto map = makeMap(10);
  Tangent<double> tangent;
  tangent.values = Dense<double>(2, 2);
  tangent.values(0, 0) = 3;
  tangent.values(0, 1) = tangent.values(1, 0) = 5;
  tangent.vectors = constants(map, 1, 2);
  Cotangent<double> cotangent;
  cotangent.values = Dense<double>(2, 2);
  cotangent.values(0, 0) = 2;
  cotangent.values(0, 1) = cotangent.values(1, 0) = 0.5;
  EXPECT_NEAR(changeOf(cotangent, tangent), 6 + 2 * 2.5, 1e-14);
  cotangent.vectors = constants(map, 0.1, -1);
  EXPECT_NEAR(changeOf(cotangent, tangent), 11 + 10 * (0.1 - 2), 1e-13);
  cotangent.values = Dense<double>();
  EXPECT_NEAR(changeOf(cotangent, tangent), 10 * (0.1 - 2), 1e-13);
}

TEST(Tangent, RefusesAnotherNumberOfPairs) {
  Tangent<double> tangent;
  tangent.values = Dense<double>(2, 2);
  Cotangent<double> cotangent;
  cotangent.values = Dense<double>(3, 3);
  EXPECT_THROW(changeOf(cotangent, tangent), SpaceMismatch);
}

}  // namespace
}  // namespace ritz::test
