#include "adjoint/ProjectedProblems.hpp"

#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/ProjectedSylvester.hpp>
#include <ritz/operators/CountingOperator.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>

/// ProjectedSylvester at both ends of the spectrum and inside it, with B and without.
namespace ritz::test {
namespace {

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

}  // namespace
}  // namespace ritz::test
