#include <gtest/gtest.h>
#include <ritz/operators/CoarseInverse.hpp>

#include <cmath>
#include <vector>

#include "operators/Matrices.hpp"
#include "solvers/Problems.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr GlobalIndex N = 40;

TEST(CoarseInverse, InvertsToRounding) {
  for (const MapPtr& map : {makeMap(N), mapOnLastRank(N)}) {
    const auto A = toeplitzMatrix(map, 2.5, -1.0);  // condition number below 9
    const auto inverse = CoarseInverse::make(*A->matrix());
    ASSERT_TRUE(inverse);
    const Block X = hashBlock(map, 3, 4);
    Block back(map, 3);
    inverse->apply(image(A, X), back);
    EXPECT_LE(distance(back, X), 100 * Epsilon);
  }
}

TEST(CoarseInverse, IsSymmetricAndFull) {
  const auto inverse = CoarseInverse::make(*toeplitzMatrix(makeMap(N), 2.5, -1.0)->matrix());
  EXPECT_LE(transposeDefect(*inverse), 10 * Epsilon);
  // q + 1/q = 2.5 for q = 1/2: (A⁻¹)_ij = q^|i−j|/(1/q − q), but for q^40 by the ends.
  const auto columns = denseColumns(*inverse);
  for (const std::size_t distance : {0, 1, 5})
    EXPECT_NEAR(columns[20][20 - distance], std::pow(0.5, distance) / 1.5, 1e-11);
}

TEST(CoarseInverse, TakesRowsThatAreNumberedFromAnywhere) {
  const auto map = Teuchos::rcp(new Map(static_cast<Tpetra::global_size_t>(N), 7, worldComm()));
  const auto A = std::make_shared<Tpetra::CrsMatrix<double>>(map, 1);
  for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i) {
    const GlobalIndex g = map->getGlobalElement(i);
    A->insertGlobalValues(g, Teuchos::tuple(g)(), Teuchos::tuple(real(g))());
  }
  A->fillComplete();
  const auto inverse = CoarseInverse::make(*A);
  const Block X = hashBlock(map, 1);
  Block Y(map, 1);
  inverse->apply(X, Y);
  Block back(map, 1);
  A->apply(Y, back);
  EXPECT_LE(distance(back, X), 4 * Epsilon);
}

TEST(CoarseInverse, IsNoneOfAMatrixThatIsNotDefinite) {
  const MapPtr map = makeMap(N);
  EXPECT_EQ(CoarseInverse::make(*toeplitzMatrix(map, 1.0, -1.0)->matrix()), nullptr);
  EXPECT_EQ(CoarseInverse::make(*toeplitzMatrix(map, -2.5, -1.0)->matrix()), nullptr);
}

TEST(CoarseInverse, RefusesWhatIsTooLargeToBeDense) {
  EXPECT_THROW(CoarseInverse::make(*toeplitzMatrix(makeMap(CoarseInverse::MaxSize + 1), 2.5, -1.0)->matrix()),
               NotSupported);
}

}  // namespace
