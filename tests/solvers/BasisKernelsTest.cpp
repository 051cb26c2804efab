#include <gtest/gtest.h>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

namespace {

/// V(:, 0 … C.rows() − 1) C by Tpetra.
ritz::MultiVector<double> product(const ritz::MultiVector<double>& V, const ritz::Dense<double>& C) {
  const ritz::MapPtr local = Teuchos::rcp(
      new ritz::Map(static_cast<std::size_t>(C.rows()), 0, V.getMap()->getComm(), Tpetra::LocallyReplicated));
  ritz::MultiVector<double> small(local, static_cast<std::size_t>(C.cols())),
      result(V.getMap(), small.getNumVectors());
  for (int j = 0; j < C.cols(); ++j)
    for (int i = 0; i < C.rows(); ++i) small.replaceLocalValue(i, static_cast<std::size_t>(j), C(i, j));
  result.multiply(Teuchos::NO_TRANS, Teuchos::NO_TRANS, 1.0, *V.subView(Teuchos::Range1D(0, C.rows() - 1)),
                  small, 0.0);
  return result;
}

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

TEST_P(BasisKernels, AddACombinationOfTheLeadingColumns) {
  for (const int columns : {1, 2, 3, 5})
    for (const int count : {1, 4, 5}) {
      ritz::Dense<double> C(count, columns);
      for (int j = 0; j < columns; ++j)
        for (int i = 0; i < count; ++i) C(i, j) = 1.0 + i - 2.0 * j;
      ritz::MultiVector<double> sum(map, static_cast<std::size_t>(columns));
      ritz::fillHash(sum, 2);
      ritz::MultiVector<double> expected(sum, Teuchos::Copy);
      expected.update(-0.5, product(V, C), 1.0);
      ritz::addToBlock(-0.5, V, C, sum);
      expected.update(-1.0, sum, 1.0);
      for (const double norm : ritz::columnNorms(expected)) EXPECT_LE(norm, 1e-13 * std::sqrt(GetParam()));
    }
}

TEST_P(BasisKernels, RotatesInPlaceAndLeavesTheOtherColumns) {
  ritz::Dense<double> Q(4, 2);
  for (int j = 0; j < 2; ++j)
    for (int i = 0; i < 4; ++i) Q(i, j) = 0.5 * i - j;
  const auto expected = product(V, Q), last = ritz::columns(V, 4, 1);
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

INSTANTIATE_TEST_SUITE_P(Rows, BasisKernels, testing::Values(1, 2, 63, 512, 513, 4096, 4097, 13001));

}  // namespace
