#include "InverseProblems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/ShiftedOperator.hpp>

#include <cmath>
#include <limits>
#include <string>

using namespace ritz::test;
using ritz::InverseOperator;
using ritz::InverseOptions;
using ritz::InverseSolver;

TEST(InverseOperator, CountsOneProductForEachStepAndOneToVerify) {
  // Three different eigenvalues: conjugate gradients end after three steps.
  const auto A = std::make_shared<ritz::CountingOperator<double>>(
      diagonal(30, [](ritz::GlobalIndex g) { return 1.0 + static_cast<double>(g % 3); }));
  const InverseOperator<double> inverse(A);
  const auto B = hashBlock(A->getDomainMap(), 2);
  Block X(B.getMap(), 2);

  inverse.apply(B, X);

  EXPECT_EQ(A->count().columns, 2 * (3 + 1));
}

TEST(InverseOperator, SaysThatCgMetAnIndefiniteOperator) {
  const auto A = diagonal(10, [](ritz::GlobalIndex g) { return g == 4 ? -50.0 : 1.0; });

  const std::string text = failureOf(InverseOperator<double>(A), hashBlock(A->getDomainMap(), 2));

  EXPECT_NE(text.find("positive definite"), std::string::npos) << text;
}

TEST(InverseOperator, SolvesIndefiniteSystemsByMinres) {
  const auto A = std::make_shared<ritz::ShiftedOperator<double>>(laplacian(), 4.0);
  const auto B = hashBlock(A->getDomainMap(), 2);
  Block X(B.getMap(), 2);

  InverseOperator<double>(A, with(InverseSolver::Minres, 1e-10)).apply(B, X);

  EXPECT_LE(relativeResidual(*A, B, X), 1.001e-10);
}

TEST(InverseOperator, SolvesNonsymmetricSystemsByGmres) {
  const auto map = ritz::makeMap(12);
  const auto A = std::make_shared<ritz::ShiftedOperator<double>>(denseOperator(map, map, 1), 6.0);
  const auto B = hashBlock(map, 2);
  Block X(map, 2);

  const InverseOperator<double> inverse(A, with(InverseSolver::Gmres));
  inverse.apply(B, X);

  EXPECT_LE(relativeResidual(*A, B, X), 1.001e-12);
  EXPECT_FALSE(inverse.hasTransposeApply());
}

TEST(InverseOperator, IsItsOwnAdjointForHermitianSolvers) {
  const InverseOperator<double> inverse(laplacian());
  const auto B = hashBlock(inverse.getDomainMap(), 1);
  Block X(B.getMap(), 1), Y(B.getMap(), 1);

  inverse.apply(B, X);
  inverse.apply(B, Y, Teuchos::CONJ_TRANS);

  EXPECT_EQ(distance(X, Y), 0.0);
}

TEST(InverseOperator, LeavesNoFailureBehind) {
  const auto A = laplacian();
  const auto B = hashBlock(A->getDomainMap(), 1);
  auto options = with(InverseSolver::Cg);
  options.maxIterations = 2;
  EXPECT_NE(failureOf(InverseOperator<double>(A, options), B), "");

  EXPECT_FALSE(ritz::hasOperatorFailure());
  EXPECT_EQ(failureOf(InverseOperator<double>(A), B), "");
}

TEST(InverseOperator, RefusesWhatIsOutOfRange) {
  const auto A = laplacian();
  auto negative = with(InverseSolver::Cg);
  negative.maxIterations = -1;
  auto misfit = with(InverseSolver::Cg);
  misfit.preconditioner = diagonal(3, [](ritz::GlobalIndex) { return 1.0; });

  EXPECT_THROW(InverseOperator<double>(nullptr), ritz::SpaceMismatch);
  EXPECT_THROW(InverseOperator<double>(denseOperator(ritz::makeMap(2), ritz::makeMap(3), 1)),
               ritz::SpaceMismatch);
  EXPECT_THROW(InverseOperator<double>(A, misfit), ritz::SpaceMismatch);
  EXPECT_THROW(InverseOperator<double>(A, negative), ritz::InvalidOption);
  for (const double tolerance : {0.0, 1.0, -1e-3, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW(InverseOperator<double>(A, with(InverseSolver::Cg, tolerance)), ritz::InvalidOption);
}
