#include "Matrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/AdjointOperator.hpp>

namespace {

using namespace ritz::test;

}  // namespace

TEST(AdjointOperator, IsTheTransposeOfARealMatrix) {
  const auto domain = ritz::makeMap(3), range = ritz::makeMap(5);
  const auto A = denseOperator(domain, range, 1);
  const ritz::AdjointOperator<double> adjoint(A);

  const auto found = denseColumns(adjoint), a = denseColumns(*A);

  ASSERT_EQ(found.size(), 5U);
  for (std::size_t j = 0; j < 5; ++j)
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(found[j][i], a[i][j], 1e-15);
}

TEST(AdjointOperator, HasTheOperatorAsItsAdjoint) {
  const auto domain = ritz::makeMap(3), range = ritz::makeMap(5);

  EXPECT_LE(transposeDefect(ritz::AdjointOperator<double>(denseOperator(domain, range, 1))), 1e-15);
}

TEST(AdjointOperator, PassesTheVersionOn) {
  const auto part = std::make_shared<Versioned>(ritz::makeMap(2));
  const ritz::AdjointOperator<double> adjoint(part);
  const auto before = adjoint.version();

  part->number = 5;

  EXPECT_NE(adjoint.version(), before);
}

TEST(AdjointOperator, RefusesAnOperatorWithoutOne) {
  EXPECT_THROW(ritz::AdjointOperator<double>(nullptr), ritz::SpaceMismatch);
  EXPECT_THROW(ritz::AdjointOperator<double>(withoutAdjoint(ritz::makeMap(2))), ritz::NotSupported);
}
