#include "solvers/Problems.hpp"

#include <ritz/adjoint/Tangent.hpp>
#include <ritz/adjoint/ValueLoss.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

/// λ₁λ₂ = det Λ, whose gradient is the adjugate.
class Determinant : public ValueLoss<double> {
  double phi(const Values& x) const override { return x[0] * x[1]; }
  Values gradient(const Values& x) const override { return {x[1], x[0]}; }
  Values hessian(const Values&, const Values& d) const override { return {d[1], d[0]}; }
};

class ValueLosses : public testing::TestWithParam<double> {};
INSTANTIATE_TEST_SUITE_P(SecondValue, ValueLosses, testing::Values(2.0, 1.0 + 1e-9, 1.0));

/// The change of the adjugate is that of the matrix's change, apart, near each other and at a double value.
TEST_P(ValueLosses, DifferentiateFunctionsOfTheMatrix) {
  const Determinant loss;
  const std::vector<double> values{1.0, GetParam()};
  const Block U(makeMap(5), 2);
  EXPECT_EQ(loss.value(values, U), GetParam());
  const auto cotangent = loss.cotangent(values, U);
  EXPECT_EQ(cotangent.values(0, 0), GetParam());
  EXPECT_EQ(cotangent.values(1, 1), 1.0);
  EXPECT_EQ(cotangent.values(0, 1), 0.0);
  EXPECT_FALSE(cotangent.vectors);
  Tangent<double> moved;
  moved.values = Dense<double>(2, 2);
  moved.values(0, 0) = 3;
  moved.values(1, 1) = 7;
  moved.values(0, 1) = moved.values(1, 0) = -4;
  const auto change = loss.tangent(values, U, moved);
  EXPECT_NEAR(change.values(0, 0), 7, 1e-14);
  EXPECT_NEAR(change.values(1, 1), 3, 1e-14);
  EXPECT_NEAR(change.values(0, 1), 4, 1e-6);  // rounding over the gap
  EXPECT_NEAR(change.values(1, 0), 4, 1e-6);
}

}  // namespace
}  // namespace ritz::test
