#include "solvers/Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/KrylovInverse.hpp>
#include <ritz/operators/ShiftedOperator.hpp>

using namespace ritz::test;

TEST(KrylovInverse, SolvesBelowAndInsideTheSpectrum) {
  const auto map = ritz::makeMap(40);
  const auto A = rotatedOperator(map, [](ritz::GlobalIndex g) { return 1.0 + real(g); });
  const auto B = diagonalOperator(map, [](ritz::GlobalIndex g) { return 1.0 + 0.1 * real(g % 3); });
  const Block X = hashBlock(map, 2);
  std::shared_ptr<const ritz::ShiftInverse<double>> inverse =
      ritz::makeKrylovInverse<double>(A, B, 0.0, {1e-11});

  for (const double sigma : {0.0, 17.3}) {
    inverse = inverse->movedTo(sigma);
    Block Y(map, 2), R(X, Teuchos::Copy);
    inverse->apply(X, Y);
    ritz::ShiftedOperator<double>(A, sigma, B).apply(Y, R, Teuchos::NO_TRANS, 1.0, -1.0);
    EXPECT_LE(norms(R)[0], 2e-11 * norms(X)[0]);
    EXPECT_EQ(inverse->shift(), sigma);
    EXPECT_FALSE(inverse->numBelow());
  }
  EXPECT_EQ(inverse->describe(), "inner solves by MINRES");
}

TEST(KrylovInverse, CountsItsProducts) {
  const auto map = ritz::makeMap(40);
  const auto A = std::make_shared<ritz::CountingOperator<double>>(
      diagonalOperator(map, [](ritz::GlobalIndex g) { return 1.0 + real(g); }));
  const auto inverse = ritz::makeKrylovInverse<double>(A);
  const Block X = hashBlock(map, 1);
  Block Y(map, 1);

  inverse->apply(X, Y);

  EXPECT_GT(A->count().columns, 10);
  EXPECT_EQ(inverse->innerProducts().A.columns, A->count().columns);
  EXPECT_EQ(inverse->innerProducts().mass.columns, 0);
}
