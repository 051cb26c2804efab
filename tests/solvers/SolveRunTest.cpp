#include "SolveRunProblems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/solvers/MassFault.hpp>

#include <string>

using namespace ritz::test;
using ritz::GlobalIndex;
using ritz::SolveRun;

TEST(SolveRun, StartsFromGivenVectors) {
  const Problem problem = laplacian();
  const auto cold = solve(problem, asking(ritz::Lobpcg{}, 5));
  ritz::Start<double> start;
  start.vectors = std::make_shared<Block>(cold.pairs.U, Teuchos::Copy);

  const auto warm = solve(problem, asking(ritz::Lobpcg{}, 5), start);

  EXPECT_EQ(warm.status, ritz::Status::Converged);
  EXPECT_LE(warm.iterations, 2);
}

TEST(SolveRun, UsesThePreconditionerAndCountsIt) {
  const Problem plain = laplacian();
  Problem preconditioned = plain;
  const auto spectrum = ritz::laplacianSmallest(Grid, {1.0, 1.3, 1.7}, 1);
  preconditioned.preconditioner =
      diagonalOperator(plain.A->getDomainMap(), [](GlobalIndex) { return 0.125; });

  const auto outcome = solve(preconditioned, asking(ritz::Lobpcg{}, 3, ritz::Smallest{}));

  EXPECT_EQ(outcome.status, ritz::Status::Converged);
  EXPECT_GT(outcome.pencil->preconditioner->count().columns, 0);
  EXPECT_NEAR(outcome.pairs.values[0] * outcome.pencil->valueScale(), spectrum[0], 1e-8 * 32.0);
}

TEST(SolveRun, CountsTheInverseOfBAndTheProductsInsideIt) {
  const auto outcome = solve(generalised(), asking(ritz::KrylovSchur{}, 3));

  ASSERT_TRUE(outcome.pencil->massInverse);
  EXPECT_GE(outcome.pencil->massInverse->count().columns, outcome.iterations);
  EXPECT_GT(outcome.pencil->mass->count().columns, outcome.pencil->massInverse->count().columns);
}

TEST(SolveRun, ReportsASingularMassToItsCaller) {
  const auto map = ritz::makeMap(120);
  const Problem problem{diagonalOperator(map, [](GlobalIndex g) { return real(g) + 1.0; }),
                        diagonalOperator(map, [](GlobalIndex g) { return g % 3 == 0 ? 0.0 : 1.0; })};

  EXPECT_THROW(solve(problem, asking(ritz::KrylovSchur{}, 3, ritz::Smallest{})), ritz::SingularMassFound);
}

TEST(SolveRun, ScalesTheNumbersInsideWhich) {
  const auto map = ritz::makeMap(50);
  const Problem problem{diagonalOperator(map, [](GlobalIndex g) { return 1e9 * (real(g) + 1.0); })};

  const auto near = solve(problem, asking(ritz::Lapack{}, 1, ritz::Nearest{17.2e9}));
  const auto in = solve(problem, asking(ritz::Lapack{}, 9, ritz::Interval{2.5e9, 4.5e9}));
  const auto none = solve(problem, asking(ritz::Lapack{}, 9, ritz::Interval{2.2e9, 2.5e9}));

  EXPECT_NEAR(near.pairs.values[0] * near.pencil->valueScale(), 17e9, 1e-3);
  ASSERT_EQ(in.pairs.size(), 2);
  EXPECT_NEAR(in.pairs.values[1] * in.pencil->valueScale(), 4e9, 1e-3);
  EXPECT_EQ(in.status, ritz::Status::Converged);
  EXPECT_EQ(none.pairs.size(), 0);
  EXPECT_EQ(none.status, ritz::Status::Converged);
}

/// The products that found them are saved: what is left are probes, k to verify, and the search for copies.
TEST(SolveRun, TakesGivenVectorsThatAreTheAnswer) {
  const Problem problem = laplacian();
  const auto options = asking(ritz::Lanczos{}, 5);
  const auto first = solve(problem, options);
  ritz::Start<double> start;
  start.vectors = std::make_shared<Block>(first.pairs.U, Teuchos::Copy);

  const auto second = solve(problem, options, start);

  EXPECT_EQ(second.status, ritz::Status::Converged);
  EXPECT_LE(largestDifference(second.pairs.values, first.pairs.values), Rounding);
  EXPECT_EQ(second.pencil->A->count().columns, second.verificationColumns);
}

/// Vectors of the other end are pairs, too, but not the wanted ones.
TEST(SolveRun, IsNotMisledByPairsOfTheOtherEnd) {
  const Problem problem = laplacian();
  const auto smallest = solve(problem, asking(ritz::Lanczos{}, 2, ritz::Smallest{}));
  ritz::Start<double> start;
  start.vectors = std::make_shared<Block>(smallest.pairs.U, Teuchos::Copy);

  const auto wanted = solve(problem, asking(ritz::Lanczos{}, 2), start);
  const auto exact = solve(problem, asking(ritz::Lanczos{}, 2));

  EXPECT_EQ(wanted.status, ritz::Status::Converged);
  EXPECT_LE(largestDifference(wanted.pairs.values, exact.pairs.values), 1e-8);
}

TEST(SolveRun, StartsFromGivenVectorsThatAreNoPairs) {
  const Problem problem = laplacian();
  const auto block = std::make_shared<Block>(problem.A->getDomainMap(), 3);
  block->getVectorNonConst(0)->putScalar(1.0);  // and two zero columns
  ritz::Start<double> start;
  start.vectors = block;

  const auto outcome = solve(problem, asking(ritz::Lanczos{}, 3), start);

  EXPECT_EQ(outcome.status, ritz::Status::Converged);
}

TEST(SolveRun, EndsAtALimitWithExactCounts) {
  auto options = asking(ritz::KrylovSchur{}, 2);
  options.budget.maxIterations = 12;
  const Problem problem{std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 300)};

  const auto outcome = solve(problem, options);

  EXPECT_EQ(outcome.status, ritz::Status::IterationLimit);
  EXPECT_EQ(outcome.iterations, 12);
  EXPECT_EQ(outcome.pencil->A->count().columns, 2 + 12 + 2);  // probes, steps, verification
  EXPECT_EQ(outcome.verificationColumns, 2 + 2);
}
