#include "solvers/Problems.hpp"

#include <ritz/adjoint/GaugeCheck.hpp>
#include <ritz/adjoint/Losses.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

const std::vector<double> Triple{1, 2, 2, 2};
const Cluster Members{1, 2, 3};

OperatorPtr<double> form(const MapPtr& map) { return rotatedOperator(map, real); }

TEST(GaugeCheck, PassesLossesThatSeeOnlyTheSpace) {
  const auto map = makeMap(20);
  const Block U = hashBlock(map, 4);
  const SpectralFunction<double> square{[](double x) { return x * x; }, [](double x) { return 2 * x; }};
  EXPECT_FALSE(basisDefect<double>(Members, DensityLoss<double>(form(map), square), Triple, U, 1e-10, 0));
  EXPECT_FALSE(
      basisDefect<double>(Members, VectorForms<double>(form(map), {5, 2, 2, 2}), Triple, U, 1e-10, 0));
  EXPECT_FALSE(basisDefect<double>(Members, ValueSum<double>({5, 2, 2, 2}), Triple, U, 1e-10, 0));
}

TEST(GaugeCheck, FindsLossesThatSeeTheBasis) {
  const auto map = makeMap(20);
  const Block U = hashBlock(map, 4);
  const auto vectors =
      basisDefect<double>(Members, VectorForms<double>(form(map), {0, 1, 0, 0}), Triple, U, 1e-7, 0);
  ASSERT_TRUE(vectors);
  EXPECT_GT(vectors->vectorDefect, 1e-3);
  EXPECT_EQ(vectors->cluster, Members);
  const auto values = basisDefect<double>(Members, ValueSum<double>({0, 1, 2, 1}), Triple, U, 1e-7, 0);
  ASSERT_TRUE(values);
  EXPECT_GT(values->valueDefect, 1e-3);
}

TEST(GaugeCheck, MeasuresBareCotangents) {
  Cotangent<double> cotangent{Dense<double>(4, 4), nullptr};
  for (int j = 0; j < 4; ++j) cotangent.values(j, j) = j == 0 ? 7 : 1;
  Dense<double> M(4, 4);
  M(1, 2) = M(2, 1) = 0.5;
  const std::vector<double> sizes(4, 1.0);
  EXPECT_FALSE(gaugeDefect<double>(Members, cotangent, M, sizes, 1e-10));
  M(1, 2) = 0.6;  // an anti-Hermitian part
  EXPECT_TRUE(gaugeDefect<double>(Members, cotangent, M, sizes, 1e-10));
  cotangent.values(2, 2) = 2;
  EXPECT_GT(gaugeDefect<double>(Members, cotangent, Dense<double>(), {}, 1e-10)->valueDefect, 0.05);
  cotangent.values(1, 2) = cotangent.values(2, 1) = 0.3;  // a block need not be constant
  EXPECT_FALSE(gaugeDefect<double>(Members, cotangent, Dense<double>(), {}, 1e-10));
}

}  // namespace
}  // namespace ritz::test
