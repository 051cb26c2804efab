#include "Blocks.hpp"
#include "Matrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/SumOperator.hpp>

#include <limits>

namespace {

using namespace ritz::test;

}  // namespace

TEST(SumOperator, AddsFactorsTimesProducts) {
  const auto map = ritz::makeMap(5);
  const auto A = denseOperator(map, map, 1), B = denseOperator(map, map, 2);
  const ritz::SumOperator<double> sum({{2.0, A}, {-0.5, B}, {1.0, A}});

  const auto found = denseColumns(sum), a = denseColumns(*A), b = denseColumns(*B);

  for (std::size_t j = 0; j < 5; ++j)
    for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(found[j][i], 3.0 * a[j][i] - 0.5 * b[j][i], 1e-14);
}

TEST(SumOperator, OverwritesNaN) {
  const auto map = ritz::makeMap(5);
  const ritz::SumOperator<double> sum({{0.0, denseOperator(map, map, 1)}, {1.0, denseOperator(map, map, 2)}});
  const auto X = hashBlock(map, 2);
  Block Y(map, 2), expected(map, 2);
  Y.putScalar(std::numeric_limits<double>::quiet_NaN());

  sum.apply(X, Y);
  denseOperator(map, map, 2)->apply(X, expected);

  EXPECT_LE(distance(Y, expected), 1e-15);
}

TEST(SumOperator, HasTheAdjointOfTheSum) {
  const auto domain = ritz::makeMap(4), range = ritz::makeMap(6);
  const ritz::SumOperator<double> sum(
      {{2.0, denseOperator(domain, range, 1)}, {3.0, denseOperator(domain, range, 2)}});

  EXPECT_TRUE(sum.hasTransposeApply());
  EXPECT_LE(transposeDefect(sum), 1e-14);
}

TEST(SumOperator, HasNoAdjointIfOnePartHasNone) {
  const auto map = ritz::makeMap(4);
  const ritz::SumOperator<double> sum({{1.0, denseOperator(map, map, 1)}, {1.0, withoutAdjoint(map)}});

  EXPECT_FALSE(sum.hasTransposeApply());
}

TEST(SumOperator, ChangesItsVersionWithAnyPart) {
  const auto map = ritz::makeMap(3);
  const auto first = std::make_shared<Versioned>(map), second = std::make_shared<Versioned>(map);
  const ritz::SumOperator<double> sum({{1.0, first}, {0.0, second}});
  const auto before = sum.version();

  second->number = 1;
  const auto between = sum.version();
  first->number = 1;
  second->number = 0;

  EXPECT_NE(before, between);
  EXPECT_NE(sum.version(), before);
  EXPECT_NE(sum.version(), between);
}

TEST(SumOperator, RefusesWhatCannotBeAdded) {
  const auto map = ritz::makeMap(3), other = ritz::makeMap(4);
  using Terms = std::vector<ritz::Term<double>>;

  EXPECT_THROW(ritz::SumOperator<double>(Terms{}), ritz::InvalidOption);
  EXPECT_THROW(ritz::SumOperator<double>(Terms{{1.0, nullptr}}), ritz::SpaceMismatch);
  EXPECT_THROW(ritz::SumOperator<double>(Terms{{1.0, denseOperator(map, map, 1)}, {1.0, nullptr}}),
               ritz::SpaceMismatch);
  EXPECT_THROW(ritz::SumOperator<double>(
                   Terms{{1.0, denseOperator(map, map, 1)}, {1.0, denseOperator(map, other, 1)}}),
               ritz::SpaceMismatch);
}
