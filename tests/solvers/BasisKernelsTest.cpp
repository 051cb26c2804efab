#include <gtest/gtest.h>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

namespace {

/// Sizes around the panels of the kernels, and ranks without a row.
class BasisKernels : public testing::TestWithParam<int> {
 protected:
  BasisKernels() : map(ritz::makeMap(GetParam())), V(map, 5), X(map, 2) {
    ritz::fillHash(V, 1);
    ritz::fillHash(X, 2);
  }
  ritz::MapPtr map;
  ritz::MultiVector<double> V, X;
};

TEST_P(BasisKernels, ProjectsInOneReductionWhatTpetraDoesInTwo) {
  const auto products = ritz::projectOnBasis(V, 3, X, X);
  const auto basis = ritz::gram(ritz::columns(V, 0, 3), X), own = ritz::gram(X, X);
  ASSERT_EQ(products.rows(), 5);
  for (int j = 0; j < 2; ++j) {
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(products(i, j), basis(i, j), 1e-15 * GetParam() + 1e-15);
    for (int i = 0; i < 2; ++i) EXPECT_NEAR(products(3 + i, j), own(i, j), 1e-15 * GetParam() + 1e-15);
  }
}

TEST_P(BasisKernels, SubtractsACombinationOfTheLeadingColumns) {
  ritz::Dense<double> C(4, 2);
  for (int j = 0; j < 2; ++j)
    for (int i = 0; i < 4; ++i) C(i, j) = 1.0 + i - 2.0 * j;
  ritz::MultiVector<double> expected(X, Teuchos::Copy);
  expected.update(-1.0, ritz::times(ritz::columns(V, 0, 4), C), 1.0);
  ritz::subtractFromBlock(V, C, X);
  expected.update(-1.0, X, 1.0);
  for (const double norm : ritz::columnNorms(expected)) EXPECT_LE(norm, 1e-14 * std::sqrt(GetParam()));
}

TEST_P(BasisKernels, RotatesInPlaceAndLeavesTheOtherColumns) {
  ritz::Dense<double> Q(4, 2);
  for (int j = 0; j < 2; ++j)
    for (int i = 0; i < 4; ++i) Q(i, j) = 0.5 * i - j;
  const auto expected = ritz::times(ritz::columns(V, 0, 4), Q), last = ritz::columns(V, 4, 1);
  ritz::rotateBasis(V, Q);
  auto difference = ritz::columns(V, 0, 2);
  difference.update(-1.0, expected, 1.0);
  for (const double norm : ritz::columnNorms(difference)) EXPECT_LE(norm, 1e-14 * std::sqrt(GetParam()));
  auto untouched = ritz::columns(V, 4, 1);
  untouched.update(-1.0, last, 1.0);
  EXPECT_EQ(ritz::columnNorms(untouched).front(), 0.0);
}

TEST_P(BasisKernels, WorkOnAContiguousViewOfAWiderBlock) {
  const auto view = V.subViewNonConst(Teuchos::Range1D(1, 3));
  const auto products = ritz::projectOnBasis(*view, 3, X, X);
  const auto expected = ritz::gram(ritz::columns(V, 1, 3), X);
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(products(i, 0), expected(i, 0), 1e-15 * GetParam() + 1e-15);
}

INSTANTIATE_TEST_SUITE_P(Rows, BasisKernels, testing::Values(1, 2, 63, 512, 513, 1537, 4000));

}  // namespace
