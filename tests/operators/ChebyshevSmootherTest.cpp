#include <gtest/gtest.h>
#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/ChebyshevSmoother.hpp>
#include <ritz/operators/Laplacian3d.hpp>

#include <cmath>

#include "operators/Blocks.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr double Ratio = 7;

/// Diagonal 6; D⁻¹A has its values in (0, 2).
class ChebyshevSmootherTest : public testing::Test {
 protected:
  ChebyshevSmootherTest()
      : A(assembledMatrix<double>(
            std::make_shared<Laplacian3d<double>>(worldComm(), Laplacian3d<double>::Size{9, 8, 7}))) {}

  /// What is left of b − A x for x by p alone.
  Block residualAfter(const ChebyshevSmoother& smoother, const Block& b, Block& x) const {
    Block r(b, Teuchos::Copy);
    x.putScalar(0);
    smoother.improve(r, x, true);
    return r;
  }

  std::shared_ptr<const Tpetra::CrsMatrix<double>> A;
};

TEST_F(ChebyshevSmootherTest, EstimatesTheLargestValueFromBelow) {
  const double found = largestOfScaled(*A), bound = 2.0;
  EXPECT_LT(found, bound);
  EXPECT_GT(found, 0.8 * bound);
}

TEST_F(ChebyshevSmootherTest, LeavesTheResidualOfWhatItFound) {
  for (const int degree : {1, 2, 5})
    for (const std::size_t columns : {1u, 4u, 6u}) {
      const ChebyshevSmoother smoother(A, degree, Ratio);
      const Block b = hashBlock(A->getRowMap(), static_cast<int>(columns));
      Block x(A->getRowMap(), columns);
      Block left = residualAfter(smoother, b, x);
      Block product(A->getRowMap(), columns);
      A->apply(x, product);
      left.update(1, product, -1, b, 1);
      for (std::size_t j = 0; j < columns; ++j)
        EXPECT_LE(left.getVector(j)->norm2(), 1e-13 * b.getVector(j)->norm2());
    }
}

TEST_F(ChebyshevSmootherTest, TakesColumnsTogetherAsOneByOne) {
  const ChebyshevSmoother smoother(A, 3, Ratio);
  const Block b = hashBlock(A->getRowMap(), 5);
  Block together(A->getRowMap(), 5);
  residualAfter(smoother, b, together);
  for (std::size_t j = 0; j < 5; ++j) {
    Block x(A->getRowMap(), 1);
    residualAfter(smoother, Block(*b.getVector(j), Teuchos::Copy), x);
    x.update(-1, *together.getVector(j), 1);
    EXPECT_LE(x.getVector(0)->norm2(), 1e-14 * together.getVector(j)->norm2());
  }
}

/// On [λ/7, λ] a degree of d leaves at most 1/T_d(8/6), T_d the Chebyshev polynomial; λ is at most 1.1·2
/// here.
TEST_F(ChebyshevSmootherTest, DampsTheUpperPartOfTheSpectrum) {
  Block top(A->getRowMap(), 1), x(A->getRowMap(), 1);
  const Map& map = *A->getRowMap();
  for (GlobalIndex g = map.getMinGlobalIndex(); g <= map.getMaxGlobalIndex(); ++g) {
    double value = (g % 9 + g / 9 % 8 + g / 72) % 2 ? -1 : 1;
    const GlobalIndex at[3] = {g % 9, g / 9 % 8, g / 72}, sizes[3] = {9, 8, 7};
    for (int axis = 0; axis < 3; ++axis)
      value *= std::sin(M_PI * static_cast<double>(at[axis] + 1) / static_cast<double>(sizes[axis] + 1));
    top.replaceGlobalValue(g, 0, value);
  }
  const ChebyshevSmoother smoother(A, 2, Ratio);
  const double mostLeft = 1 / (2 * (8.0 / 6) * (8.0 / 6) - 1);
  const Block left = residualAfter(smoother, top, x);
  EXPECT_LE(left.getVector(0)->norm2(), mostLeft * top.getVector(0)->norm2());
}

}  // namespace
