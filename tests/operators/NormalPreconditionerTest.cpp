#include "Blocks.hpp"
#include "solvers/RectangularMatrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/NormalPreconditioner.hpp>

namespace {

using namespace ritz::test;
using ritz::GlobalIndex;

const std::vector<std::pair<GlobalIndex, GlobalIndex>> shapes{{60, 40}, {40, 60}, {50, 50}};

/// Y = AᴴA X, or A Aᴴ X of a wide A.
Block normalProduct(const ritz::Operator<double>& A, const Block& X, bool isWide) {
  Block Z(isWide ? A.getDomainMap() : A.getRangeMap(), X.getNumVectors()), Y(X, Teuchos::Copy);
  A.apply(X, Z, isWide ? Teuchos::CONJ_TRANS : Teuchos::NO_TRANS);
  A.apply(Z, Y, isWide ? Teuchos::NO_TRANS : Teuchos::CONJ_TRANS);
  return Y;
}

}  // namespace

TEST(NormalPreconditioner, MultipliesAWithItsAdjointOnTheSmallerSide) {
  for (const auto& [rows, columns] : shapes) {
    const auto A = bandedMatrix(rows, columns, 2.5);
    const auto N = ritz::normalMatrix<double>(*A->matrix());
    const Block X = hashBlock(N->getDomainMap(), 2);
    EXPECT_EQ(static_cast<GlobalIndex>(X.getGlobalLength()), std::min(rows, columns));
    Block Y(X, Teuchos::Copy);
    N->apply(X, Y);
    EXPECT_LE(distance(Y, normalProduct(*A, X, rows < columns)), 1e-13);
  }
}

TEST(NormalPreconditioner, TakesLengthsOfColumnsOrRowsForJacobi) {
  for (const auto& [rows, columns] : shapes) {
    const auto A = bandedMatrix(rows, columns, 2.5);
    const auto N = ritz::normalMatrix<double>(*A->matrix());
    const auto P = ritz::makeNormalPreconditioner<double>(A, {ritz::Jacobi{}});
    Column diagonal(N->getRowMap()), product(N->getRowMap()), ones(N->getRowMap());
    N->getLocalDiagCopy(diagonal);
    P->apply(diagonal, product);
    ones.putScalar(1.0);
    EXPECT_LE(distance(product, ones), 1e-14);
  }
}

TEST(NormalPreconditioner, RefusesOperatorsWithoutEntriesAndEmptyColumns) {
  const auto A = rotatedOperator(ritz::makeMap(20), [](GlobalIndex) { return 1.0; });
  EXPECT_THROW(ritz::makeNormalPreconditioner<double>(A), ritz::InvalidOption);
  const auto empty = diagonalRectangle(30, 20, [](GlobalIndex i) { return i == 3 ? 0.0 : 1.0; });
  EXPECT_THROW(ritz::makeNormalPreconditioner<double>(empty, {ritz::Jacobi{}}), ritz::InvalidOption);
}
