#include "solvers/Problems.hpp"

#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/ProjectedSylvester.hpp>
#include <ritz/operators/CountingOperator.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace ritz::test {
namespace {

/// D C D u = λ D² u has the values of C.
EigenProblem<double> generalized(const MapPtr& map, const OperatorPtr<double>& C) {
  const auto weight = [](GlobalIndex g) { return 1.0 + 0.25 * static_cast<double>(g % 4); };
  const auto D = diagonalOperator(map, weight);
  const auto A = makeOperator<double>(map, [C, D](const Block& X, Block& Y) {
    Block DX(X, Teuchos::Copy), CDX(X, Teuchos::Copy);
    D->apply(X, DX);
    C->apply(DX, CDX);
    D->apply(CDX, Y);
  });
  return {A, diagonalOperator(map, [=](GlobalIndex g) { return weight(g) * weight(g); })};
}

EigenResult<double> solved(const EigenProblem<double>& problem, Which which, Method method, int k = 3) {
  EigenOptions options;
  options.numPairs = k;
  options.which = which;
  options.method = method;
  options.tolerance = 1e-12;
  auto result = eigsolve<double>(problem, options);
  result.requireConverged();
  return result;
}

SolveGoal<double> residualGoal(int columns, double tolerance) {
  SolveGoal<double> goal;
  goal.residual = tolerance;
  goal.group.assign(static_cast<std::size_t>(columns), 0);
  goal.fixedSquare = {0};
  return goal;
}

/// ‖Pᴴ(A x − λ B x − f)‖/‖Pᴴf‖ of each column.
std::vector<double> residuals(const EigenResult<double>& result, const Block& F, const Block& X,
                              const std::vector<int>& pairOf) {
  const Block &U = *result.vectors, BU = image(result.problem.mass, U), BX = image(result.problem.mass, X);
  Block R = image(result.problem.A, X), F0(F, Teuchos::Copy);
  for (std::size_t c = 0; c < pairOf.size(); ++c)
    R.getVectorNonConst(c)->update(-result.values[static_cast<std::size_t>(pairOf[c])], *BX.getVector(c),
                                   1.0);
  R.update(-1.0, F, 1.0);
  for (Block* Z : {&R, &F0})
    for (std::size_t c = 0; c < pairOf.size(); ++c)
      for (std::size_t j = 0; j < U.getNumVectors(); ++j)
        Z->getVectorNonConst(c)->update(-U.getVector(j)->dot(*Z->getVector(c)), *BU.getVector(j), 1.0);
  std::vector<double> quotients = norms(R);
  const std::vector<double> whole = norms(F0);
  for (std::size_t c = 0; c < quotients.size(); ++c) quotients[c] /= whole[c];
  return quotients;
}

double spectrum(GlobalIndex g) {
  return 1.0 + 0.5 * static_cast<double>(g) + 0.01 * static_cast<double>(g * g);
}

struct Case {
  const char* name;
  Which which;
  Method method;
  bool withMass;
};

class ProjectedSystems : public testing::TestWithParam<Case> {
 protected:
  EigenResult<double> pairs() const {
    const auto map = makeMap(60);
    const auto C = rotatedOperator(map, spectrum);
    return solved(GetParam().withMass ? generalized(map, C) : EigenProblem<double>{C}, GetParam().which,
                  GetParam().method);
  }
};
INSTANTIATE_TEST_SUITE_P(All, ProjectedSystems,
                         testing::Values(Case{"Smallest", Smallest{}, KrylovSchur{}, false},
                                         Case{"Largest", Largest{}, KrylovSchur{}, false},
                                         Case{"SmallestWithMass", Smallest{}, Lobpcg{}, true},
                                         Case{"LargestWithMass", Largest{}, KrylovSchur{}, true},
                                         Case{"Interior", Nearest{9.0}, Lapack{}, false},
                                         Case{"InteriorWithMass", Nearest{9.0}, Lapack{}, true}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST_P(ProjectedSystems, AreSolvedToTheResidualAskedFor) {
  const auto result = pairs();
  const std::vector<int> pairOf{2, 0, 1, 0};
  const Block F = hashBlock(result.vectors->getMap(), 4, 5);
  const auto solution = ProjectedSylvester<double>(result).solve(F, pairOf, residualGoal(4, 1e-9));
  EXPECT_TRUE(solution.allReached());
  EXPECT_EQ(solution.usedMinres, std::holds_alternative<Nearest>(GetParam().which));
  // The recurrence is as good as rounding; P and the pairs' own errors are below 1e-11. MINRES measures with
  // R Rᴴ where B is not the identity: within a factor of the condition of B, 3.
  for (const double residual : residuals(result, F, *solution.X, pairOf)) EXPECT_LE(residual, 4e-9);
  EXPECT_LE(distanceFromIdentity(image(result.problem.mass, *result.vectors), *solution.X), 1 + 1e-11);
  for (std::size_t j = 0; j < 3; ++j)
    for (std::size_t c = 0; c < 4; ++c)
      EXPECT_LE(
          std::abs(image(result.problem.mass, *result.vectors).getVector(j)->dot(*solution.X->getVector(c))),
          1e-11);
}

TEST_P(ProjectedSystems, DoNotDependOnTheGuards) {
  const auto result = pairs();
  const std::vector<int> pairOf{0, 1, 2};
  const Block F = hashBlock(result.vectors->getMap(), 3, 6);
  SylvesterOptions without;
  without.useGuards = false;
  const auto with = ProjectedSylvester<double>(result).solve(F, pairOf, residualGoal(3, 1e-11));
  const auto plain = ProjectedSylvester<double>(result, without).solve(F, pairOf, residualGoal(3, 1e-11));
  // ‖δx‖ ≤ ‖r‖/gap; the gap to the rest is above 0.4.
  EXPECT_LE(distance(*with.X, *plain.X), 1e-11 * 60 / 0.4);
}

TEST_P(ProjectedSystems, DoNotDependOnThePolynomial) {
  const auto result = pairs();
  const std::vector<int> pairOf{0, 1, 2};
  const Block F = hashBlock(result.vectors->getMap(), 3, 6);
  for (const bool useGuards : {true, false}) {
    SylvesterOptions plain, options;
    plain.useGuards = options.useGuards = useGuards;
    options.polynomialDegree = 5;
    const auto expected = ProjectedSylvester<double>(result, plain).solve(F, pairOf, residualGoal(3, 1e-11));
    const auto found = ProjectedSylvester<double>(result, options).solve(F, pairOf, residualGoal(3, 1e-11));
    EXPECT_TRUE(found.allReached());
    EXPECT_LE(distance(*found.X, *expected.X), 1e-11 * 60 / 0.4);
    // Five products a step for the ends of the spectrum without a mass; otherwise it is ignored.
    const bool isUsed = !GetParam().withMass && !std::holds_alternative<Nearest>(GetParam().which);
    EXPECT_EQ(found.iterations != expected.iterations, isUsed);
  }
}

TEST_P(ProjectedSystems, TakeAPolynomialWhereThePairsWereFoundBehindAFilter) {
  auto result = pairs();
  const Block F = hashBlock(result.vectors->getMap(), 1, 6);
  const auto steps = [&](int degree) {
    SylvesterOptions options;
    options.polynomialDegree = degree;
    return ProjectedSylvester<double>(result, options).solve(F, {2}, residualGoal(1, 1e-9)).iterations;
  };
  EXPECT_EQ(steps(-1), steps(0));
  result.method.filterDegree = 7;
  EXPECT_EQ(steps(-1), steps(14));
}

TEST_P(ProjectedSystems, CountEveryProduct) {
  auto result = pairs();
  const auto counted = std::make_shared<CountingOperator<double>>(result.problem.A);
  result.problem.A = counted;
  const ProjectedSylvester<double> sylvester(result);
  const auto solution =
      sylvester.solve(hashBlock(result.vectors->getMap(), 3), {0, 1, 2}, residualGoal(3, 1e-6));
  EXPECT_EQ(solution.applications.A.columns, counted->count().columns);
  EXPECT_EQ(solution.applications.A.calls, counted->count().calls);
  EXPECT_EQ(sylvester.applications().A.columns, counted->count().columns);
}

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
