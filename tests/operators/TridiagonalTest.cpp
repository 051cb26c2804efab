#include "Matrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Tridiagonal.hpp>

#include <limits>

namespace {

using namespace ritz::test;

}  // namespace

TEST(Tridiagonal, HasTheEntriesOfTheDefinition) {
  for (const ritz::GlobalIndex n : {1, 2, 3, 4, 11}) {
    const auto columns = denseColumns(ritz::Tridiagonal<double>(ritz::worldComm(), n));
    ASSERT_EQ(columns.size(), static_cast<std::size_t>(n));
    for (std::size_t j = 0; j < columns.size(); ++j)
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const double expected = i == j ? static_cast<double>(i + 1) : (i + 1 == j || j + 1 == i ? 1.0 : 0.0);
        EXPECT_EQ(columns[j][i], expected) << "n = " << n << " at " << i << ", " << j;
      }
  }
}

TEST(Tridiagonal, TakesBlocksAndOverwritesNaN) {
  const ritz::Tridiagonal<double> A(ritz::worldComm(), 17);
  const auto X = hashBlock(A.getDomainMap(), 3);
  Block Y(A.getRangeMap(), 3), one(A.getRangeMap(), 1);
  Y.putScalar(std::numeric_limits<double>::quiet_NaN());

  A.apply(X, Y);

  for (std::size_t j = 0; j < 3; ++j) {
    A.apply(*X.getVector(j), one);
    EXPECT_EQ(distance(*Y.getVector(j), one), 0.0);
  }
}

TEST(Tridiagonal, IsItsOwnAdjoint) {
  EXPECT_EQ(transposeDefect(ritz::Tridiagonal<double>(ritz::worldComm(), 6)), 0.0);
}

TEST(Tridiagonal, RefusesSizesBelowOne) {
  EXPECT_THROW(ritz::Tridiagonal<double>(ritz::worldComm(), 0), ritz::InvalidOption);
}
