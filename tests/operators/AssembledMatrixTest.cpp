#include <gtest/gtest.h>
#include <ritz/operators/AffineOperator.hpp>
#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/MatrixOperator.hpp>
#include <ritz/operators/Tridiagonal.hpp>

#include "operators/Blocks.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

/// max |A X − M X| over hash vectors, relative to max |A X|.
double differenceOfProducts(const Operator<double>& A, const Operator<double>& M) {
  const Block X = hashBlock(A.getDomainMap(), 3);
  Block AX(A.getRangeMap(), 3), MX(A.getRangeMap(), 3);
  A.apply(X, AX);
  M.apply(X, MX);
  return distance(AX, MX) / distance(AX, Block(A.getRangeMap(), 3));
}

constexpr double Rounding = 1e-14;  // a dozen additions

TEST(AssembledMatrix, HasTheEntriesOfTheStencils) {
  const OperatorPtr<double> laplacian = std::make_shared<Laplacian3d<double>>(
      worldComm(), Laplacian3d<double>::Size{5, 4, 3}, Laplacian3d<double>::Weights{1.0, 1.17, 1.39});
  const OperatorPtr<double> tridiagonal = std::make_shared<Tridiagonal<double>>(worldComm(), 17);
  for (const auto& A : {laplacian, tridiagonal})
    EXPECT_LT(differenceOfProducts(*A, *assembledMatrix<double>(A)), Rounding);
}

TEST(AssembledMatrix, SharesAMatrixThatIsThere) {
  const auto matrix = assembledMatrix<double>(std::make_shared<Tridiagonal<double>>(worldComm(), 9));
  EXPECT_EQ(assembledMatrix<double>(matrix), matrix);
  EXPECT_EQ(assembledMatrix<double>(std::make_shared<MatrixOperator<double>>(matrix)), matrix);
}

TEST(AssembledMatrix, SumsAFamilyAtItsParameters) {
  const auto part = [](double weight) -> OperatorPtr<double> {
    return std::make_shared<Laplacian3d<double>>(worldComm(), Laplacian3d<double>::Size{4, 3, 2},
                                                 Laplacian3d<double>::Weights{weight, 0.0, 1.0});
  };
  const auto family = std::make_shared<AffineOperator<double>>(
      part(1.0),
      std::vector<OperatorPtr<double>>{part(2.0), std::make_shared<Tridiagonal<double>>(worldComm(), 24)});
  for (const double second : {0.25, 0.0}) {
    family->setParameters(
        columnOf(family->parameterMap(), [=](GlobalIndex i) { return i == 0 ? -0.5 : second; }));
    EXPECT_LT(differenceOfProducts(*family, *assembledMatrix<double>(family)), Rounding);
  }
}

TEST(AssembledMatrix, IsNullWhereNoEntriesAreShown) {
  const MapPtr map = makeMap(7);
  const OperatorPtr<double> hidden =
      std::make_shared<DiagonalOperator<double>>(columnOf(map, [](GlobalIndex) { return 2.0; }));
  EXPECT_EQ(assembledMatrix<double>(hidden), nullptr);
  EXPECT_EQ(assembledMatrix<double>(
                std::make_shared<AffineOperator<double>>(nullptr, std::vector<OperatorPtr<double>>{hidden})),
            nullptr);
}

TEST(AssembledMatrix, RefusesASumOverDifferentMaps) {
  const auto matrix = [](GlobalIndex n) {
    return assembledMatrix<double>(std::make_shared<Tridiagonal<double>>(worldComm(), n));
  };
  EXPECT_THROW(sumOf<double>(1.0, *matrix(9), 1.0, *matrix(8)), SpaceMismatch);
}

}  // namespace
