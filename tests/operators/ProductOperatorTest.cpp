#include "Matrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/ProductOperator.hpp>

namespace {

using namespace ritz::test;

}  // namespace

TEST(ProductOperator, AppliesTheRightFactorFirst) {
  const auto domain = ritz::makeMap(3), middle = ritz::makeMap(5), range = ritz::makeMap(4);
  const auto A = denseOperator(middle, range, 1), B = denseOperator(domain, middle, 2);
  const ritz::ProductOperator<double> product(A, B);

  const auto found = denseColumns(product), a = denseColumns(*A), b = denseColumns(*B);

  for (std::size_t j = 0; j < 3; ++j)
    for (std::size_t i = 0; i < 4; ++i) {
      double expected = 0.0;
      for (std::size_t k = 0; k < 5; ++k) expected += a[k][i] * b[j][k];
      EXPECT_NEAR(found[j][i], expected, 1e-14);
    }
}

TEST(ProductOperator, TakesBlocksOfChangingWidth) {
  const auto map = ritz::makeMap(4);
  const auto A = denseOperator(map, map, 1);
  const ritz::ProductOperator<double> square(A, A);
  for (const std::size_t columns : {1U, 3U, 2U}) {
    const auto X = hashBlock(map, columns, 9);
    Block once(map, columns), twice(map, columns), found(map, columns);

    A->apply(X, once);
    A->apply(once, twice);
    square.apply(X, found);

    EXPECT_EQ(distance(found, twice), 0.0);
  }
}

TEST(ProductOperator, HasTheAdjointInReverseOrder) {
  const auto domain = ritz::makeMap(3), middle = ritz::makeMap(5), range = ritz::makeMap(4);
  const ritz::ProductOperator<double> product(denseOperator(middle, range, 1),
                                              denseOperator(domain, middle, 2));

  EXPECT_LE(transposeDefect(product), 1e-14);
  EXPECT_FALSE(ritz::ProductOperator<double>(denseOperator(middle, range, 1), withoutAdjoint(middle))
                   .hasTransposeApply());
}

TEST(ProductOperator, ChangesItsVersionWithEitherFactor) {
  const auto map = ritz::makeMap(2);
  const auto left = std::make_shared<Versioned>(map), right = std::make_shared<Versioned>(map);
  const ritz::ProductOperator<double> product(left, right);

  left->number = 1;
  const auto one = product.version();
  left->number = 0;
  right->number = 1;
  const auto other = product.version();
  right->number = 0;

  EXPECT_NE(product.version(), one);
  EXPECT_NE(product.version(), other);
  EXPECT_NE(one, other);
}

TEST(ProductOperator, RefusesFactorsThatDoNotFit) {
  const auto map = ritz::makeMap(2), other = ritz::makeMap(3);
  const auto A = denseOperator(map, other, 1);

  EXPECT_THROW(ritz::ProductOperator<double>(A, A), ritz::SpaceMismatch);
  EXPECT_THROW(ritz::ProductOperator<double>(nullptr, A), ritz::SpaceMismatch);
  EXPECT_THROW(ritz::ProductOperator<double>(A, nullptr), ritz::SpaceMismatch);
}
