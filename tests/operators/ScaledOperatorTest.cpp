#include "Matrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/ScaledOperator.hpp>

namespace {

using namespace ritz::test;

}  // namespace

TEST(ScaledOperator, MultipliesByTheFactor) {
  const auto domain = ritz::makeMap(4), range = ritz::makeMap(5);
  const auto A = denseOperator(domain, range, 3);
  const ritz::ScaledOperator<double> scaled(-2.0, A);

  const auto found = denseColumns(scaled), a = denseColumns(*A);

  for (std::size_t j = 0; j < 4; ++j)
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(found[j][i], -2.0 * a[j][i]);
  EXPECT_EQ(scaled.factor(), -2.0);
}

TEST(ScaledOperator, HasTheAdjointIfThePartHas) {
  const auto map = ritz::makeMap(4);

  EXPECT_LE(transposeDefect(ritz::ScaledOperator<double>(3.0, denseOperator(map, map, 3))), 1e-15);
  EXPECT_FALSE(ritz::ScaledOperator<double>(3.0, withoutAdjoint(map)).hasTransposeApply());
}

TEST(ScaledOperator, PassesTheVersionOn) {
  const auto part = std::make_shared<Versioned>(ritz::makeMap(2));
  const ritz::ScaledOperator<double> scaled(3.0, part);
  const auto before = scaled.version();

  part->number = 5;

  EXPECT_NE(scaled.version(), before);
}

TEST(ScaledOperator, RefusesNull) {
  EXPECT_THROW(ritz::ScaledOperator<double>(1.0, nullptr), ritz::SpaceMismatch);
}
