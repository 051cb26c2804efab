#include <gtest/gtest.h>
#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/TrilinosPreconditioner.hpp>

#include <cmath>

#include "operators/Matrices.hpp"
#include "operators/PreconditionedSpectrum.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

/// Skips the test where the Trilinos found has no MueLu.
class AmgPreconditioner : public testing::Test {
 protected:
  void SetUp() override {
    try {
      multigrid(cubeLaplacian(2), Amg{});
    } catch (const NotSupported&) {
      GTEST_SKIP() << "no MueLu in this Trilinos";
    }
  }

  static OperatorPtr<double> multigrid(const OperatorPtr<double>& A, const Amg& options, int unknowns = 1) {
    const auto ones = std::make_shared<Block>(A->getDomainMap(), 1);
    ones->putScalar(1.0);
    return makeAmg(assembledMatrix<double>(A), options, ones, unknowns);
  }
};

TEST_F(AmgPreconditioner, IsTheInverseWhereOneLevelHoldsAll) {
  const auto A = cubeLaplacian(5);
  const auto K = multigrid(A, Amg{2, 0.0, 500});
  const Block X = hashBlock(A->getDomainMap(), 2);
  EXPECT_LE(distance(image(K, image(A, X)), X), 1e-13);
}

TEST_F(AmgPreconditioner, IsSymmetric) {
  const auto K = multigrid(cubeLaplacian(5), Amg{2, 0.0, 10});
  EXPECT_NE(K->description().find("smoothed aggregation"), std::string::npos) << K->description();
  EXPECT_EQ(K->description().find("1 levels"), std::string::npos) << K->description();
  EXPECT_LE(transposeDefect(*K), 1e-14);
}

TEST_F(AmgPreconditioner, LeavesAConditionNearOne) {
  // A Hermitian V-cycle whose smoothers converge leaves an error operator I − K A with values in [0, 1).
  const auto A = cubeLaplacian(8);
  const auto spectrum = preconditionedSpectrum(A, multigrid(A, Amg{2, 0.0, 20}));
  EXPECT_GT(spectrum.front(), 0.0);
  EXPECT_LE(spectrum.back(), 1 + 1e-12);
  EXPECT_LT(5 * conditionOf(spectrum), conditionOf(preconditionedSpectrum(A, nullptr)));
}

TEST_F(AmgPreconditioner, SmoothsMoreWithAHigherDegree) {
  const auto A = cubeLaplacian(7);
  const auto condition = [&A](int degree) {
    return conditionOf(preconditionedSpectrum(A, multigrid(A, Amg{degree, 0.0, 20})));
  };
  EXPECT_LT(condition(4), condition(1));
}

TEST_F(AmgPreconditioner, IsNoneOfAMatrixThatIsNotDefinite) {
  EXPECT_EQ(multigrid(toeplitzMatrix(makeMap(60), 1.0, -1.0), Amg{2, 0.0, 100}), nullptr);
}

TEST_F(AmgPreconditioner, RefusesToMoveUnknownsOfPointsThatAreNumberedAnyhow) {
  const auto map = Teuchos::rcp(new Map(static_cast<Tpetra::global_size_t>(60), 7, worldComm()));
  const auto A = std::make_shared<Tpetra::CrsMatrix<double>>(map, 1);
  for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i) {
    const GlobalIndex g = map->getGlobalElement(i);
    A->insertGlobalValues(g, Teuchos::tuple(g)(), Teuchos::tuple(2.0)());
  }
  A->fillComplete();
  const auto ones = std::make_shared<Block>(map, 2);
  EXPECT_THROW(makeAmg(A, Amg{}, ones, 2), InvalidOption);
}

}  // namespace
