#include "adjoint/ProjectedProblems.hpp"

#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/ProjectedSylvester.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace ritz::test {
namespace {

TEST(ProjectedSylvester, StartsFromAGuess) {
  const auto map = makeMap(60);
  const auto result = solved({rotatedOperator(map, spectrum)}, Smallest{}, KrylovSchur{});
  const ProjectedSylvester<double> sylvester(result);
  const Block F = hashBlock(map, 3);
  const auto first = sylvester.solve(F, {0, 1, 2}, residualGoal(3, 1e-9));
  const auto again = sylvester.solve(F, {0, 1, 2}, residualGoal(3, 2e-9), first.X.get());
  EXPECT_LE(again.applications.A.columns, 3);  // the residual of the guess
  EXPECT_LE(distance(*again.X, *first.X), 1e-10);
}

TEST(ProjectedSylvester, LetsFinishedColumnsRest) {
  const auto map = makeMap(60);
  const auto result = solved({rotatedOperator(map, spectrum)}, Smallest{}, KrylovSchur{});
  const ProjectedSylvester<double> sylvester(result);
  Block F = hashBlock(map, 3);
  F.getVectorNonConst(1)->putScalar(0.0);
  const auto both = sylvester.solve(F, {0, 1, 2}, residualGoal(3, 1e-10));
  long alone = 0;
  for (const int c : {0, 2}) {
    const auto one = sylvester.solve(pickColumns(F, {c}), {c}, residualGoal(1, 1e-10));
    alone += one.applications.A.columns;
    // The same recurrence but for the rounding of blocked products.
    EXPECT_LE(distance(*one.X, pickColumns(*both.X, {c})), 1e-8);
  }
  EXPECT_EQ(both.applications.A.columns, alone);
  EXPECT_EQ(norms(*both.X)[1], 0.0);
}

TEST(ProjectedSylvester, ReachesTheErrorAskedFor) {
  const auto map = makeMap(200);
  const auto result = solved({rotatedOperator(map, spectrum)}, Smallest{}, KrylovSchur{});
  const ProjectedSylvester<double> sylvester(result);
  const Block F = hashBlock(map, 3);
  const auto exact = sylvester.solve(F, {0, 1, 2}, residualGoal(3, 1e-13));
  auto goal = residualGoal(3, 0.0);
  goal.error = 1e-5;
  const auto solution = sylvester.solve(F, {0, 1, 2}, goal);
  Block difference(*solution.X, Teuchos::Copy);
  difference.update(-1.0, *exact.X, 1.0);
  double error = 0, whole = 0;
  for (const double norm : norms(difference)) error += norm * norm;
  for (const double norm : norms(*exact.X)) whole += norm * norm;
  // The estimate leans on the last five steps; it may be off by the convergence in those.
  EXPECT_LE(std::sqrt(error / whole), 3e-5);
  EXPECT_GE(std::sqrt(error / whole), 1e-7);
  EXPECT_NEAR(std::log10(solution.goal.relativeError(0) / std::sqrt(error / whole)), 0.0, 1.0);
}

/// What one rank alone has seen has to stop all of them.
TEST(ProjectedSylvester, RefusesRightHandSidesThatAreNoNumbers) {
  const auto map = makeMap(60);
  for (const Which& which : {Which(Smallest{}), Which(Nearest{9.0})}) {
    const auto result = solved({rotatedOperator(map, spectrum)}, which, Lapack{});
    const ProjectedSylvester<double> sylvester(result);
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(), HUGE_VAL, -HUGE_VAL, 1e300}) {
      Block F = hashBlock(map, 3);
      if (map->isNodeGlobalElement(59)) F.replaceGlobalValue(59, 1, bad);
      const long before = sylvester.applications().A.columns;
      try {
        sylvester.solve(F, {0, 1, 2}, residualGoal(3, 1e-9));
        ADD_FAILURE() << "solved for " << bad;
      } catch (const OperatorFailure& error) {
        EXPECT_NE(std::string(error.what()).find("number 2"), std::string::npos) << error.what();
      }
      EXPECT_EQ(sylvester.applications().A.columns, before);
    }
  }
}

TEST(ProjectedSylvester, UsesThePreconditioner) {
  // Stiff and nearly diagonal: its inverse diagonal is nearly its inverse.
  const auto map = makeMap(300);
  const auto stiff = [](GlobalIndex g) { return std::pow(static_cast<double>(g) + 1, 2); };
  const auto diagonal = diagonalOperator(map, stiff);
  const auto A = makeOperator<double>(map, [diagonal](const Block& X, Block& Y) {
    diagonal->apply(X, Y);
    Block Z(X, Teuchos::Copy);
    reflect(Z);
    Y.update(0.05, Z, 1.0);
  });
  EigenProblem<double> problem{A};
  problem.preconditioner = diagonalOperator(map, [=](GlobalIndex g) { return 1 / stiff(g); });
  const auto result = solved(problem, Smallest{}, Lobpcg{});
  const Block F = hashBlock(map, 3);
  SylvesterOptions without;
  without.usePreconditioner = false;
  const auto with = ProjectedSylvester<double>(result).solve(F, {0, 1, 2}, residualGoal(3, 1e-8));
  const auto plain = ProjectedSylvester<double>(result, without).solve(F, {0, 1, 2}, residualGoal(3, 1e-8));
  EXPECT_LT(4 * with.applications.A.columns, plain.applications.A.columns);
  EXPECT_GT(with.applications.preconditioner.columns, 0);
  for (const double residual : residuals(result, F, *with.X, {0, 1, 2})) EXPECT_LE(residual, 2e-8);
}

TEST(ProjectedSylvester, SeesHowFarTheRestIs) {
  const auto map = makeMap(60);
  const auto doubled = [](GlobalIndex g) { return 1.0 + static_cast<double>(g / 2); };  // 1, 1, 2, 2, …
  const auto open = solved({rotatedOperator(map, doubled)}, Smallest{}, Lobpcg{}, 3);
  SylvesterOptions without;
  without.useGuards = false;
  EXPECT_LE(ProjectedSylvester<double>(open, without).distanceToRest(2), 1e-8);
  const auto closed = solved({rotatedOperator(map, doubled)}, Smallest{}, Lobpcg{}, 2);
  EXPECT_NEAR(ProjectedSylvester<double>(closed, without).distanceToRest(1), 1.0, 0.05);
}

}  // namespace
}  // namespace ritz::test
