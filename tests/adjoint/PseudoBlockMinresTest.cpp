#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/PseudoBlockMinres.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

constexpr int Size = 60;

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g); }

/// Two pairs at 5 and 5.5 in the middle; 2, 4 and 9 in turn elsewhere.
double threeAround(GlobalIndex g) {
  return g < 2 ? 5.0 + 0.5 * real(g) : g % 3 == 0 ? 2.0 : g % 3 == 1 ? 4.0 : 9.0;
}

Block rightSides(const ProjectedPencil<double>& pencil, std::size_t columns) {
  Block b = hashBlock(pencil.map(), columns, 3);
  pencil.projectDual(b);
  return b;
}

TEST(PseudoBlockMinres, SolvesIndefiniteSystemsWithShiftsOfTheirOwn) {
  for (const bool withMass : {false, true}) {
    SCOPED_TRACE(withMass);
    const KnownProblem known{makeMap(Size), separate, withMass};
    const std::vector<GlobalIndex> wanted{20, 21};
    const ProjectedPencil<double> pencil(known.pairs(wanted, Nearest{11.2}), {1, -1}, false);
    const std::vector<int> pairOf{1, 0, 1};
    const Block b = rightSides(pencil, 3);
    Block X(known.map, 3), R(b, Teuchos::Copy), image(known.map, 3);
    auto goal = residualGoal(b, 1e-10, pencil.norm(1));
    SylvesterProblem<double> problem(pencil, pairOf);

    PseudoBlockMinres<double> minres(problem, goal, X, R, 1000);
    minres.iterate();

    pencil.apply(pairOf, X, image);
    image.update(1.0, b, -1.0);
    const std::vector<double> residuals = norms(image);
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_TRUE(goal.reached[c]) << c;
      // With B the residual is measured by R Rᴴ, whose condition on the complement is at most that of B, 3.1.
      EXPECT_LE(residuals[c], (withMass ? 3.1 : 1.0) * 1e-10 * goal.rhs[c] + 1e-11) << c;
      const int pair = pairOf[c];
      const Block exact = known.solution(wanted, wanted[static_cast<std::size_t>(pair)],
                                         pair == 1 ? -1.0 : 1.0, *b.getVector(c));
      EXPECT_LE(distance(*X.getVector(c), exact), residuals[c] / 0.5 + 1e-11) << c;
    }
  }
}

TEST(PseudoBlockMinres, TakesAsManyStepsAsThereAreDifferentValues) {
  const KnownProblem known{makeMap(Size), threeAround};
  const ProjectedPencil<double> pencil(known.pairs({0, 1}, Nearest{5.2}), {1, 1}, false);
  const Block b = rightSides(pencil, 2);
  Block X(known.map, 2), R(b, Teuchos::Copy);
  auto goal = residualGoal(b, 1e-10, pencil.norm(0));
  SylvesterProblem<double> problem(pencil, {0, 1});

  PseudoBlockMinres<double> minres(problem, goal, X, R, 100);
  minres.iterate();

  EXPECT_EQ(minres.getNumIters(), 3);
  EXPECT_EQ(pencil.applications().A.columns, 6);
}

TEST(PseudoBlockMinres, KnowsItsResidualAtEveryStep) {
  const KnownProblem known{makeMap(Size), separate};
  const ProjectedPencil<double> pencil(known.pairs({20}, Nearest{11.0}), {1}, false);
  const Block b = rightSides(pencil, 1);
  double before = norms(b)[0];
  for (const int steps : {1, 2, 5, 10, 20}) {
    Block X(known.map, 1), R(b, Teuchos::Copy), image(known.map, 1);
    auto goal = residualGoal(b, 1e-12, pencil.norm(0));
    SylvesterProblem<double> problem(pencil, {0});

    PseudoBlockMinres<double> minres(problem, goal, X, R, steps);
    minres.iterate();

    pencil.apply({0}, X, image);
    image.update(1.0, b, -1.0);
    EXPECT_NEAR(goal.residuals[0], norms(image)[0], 1e-12 * norms(b)[0]) << steps;
    EXPECT_LE(goal.residuals[0], before * (1 + 1e-14)) << steps;  // never grows
    before = goal.residuals[0];
  }
}

TEST(PseudoBlockMinres, NeedsTwoStepsWithThePerfectPreconditioner) {
  const KnownProblem known{makeMap(Size), separate, true};
  auto result = known.pairs({20}, Nearest{11.0});
  // |H|⁻¹: the preconditioned values are 1 and −1.
  result.problem.preconditioner = known.function(
      [](GlobalIndex g) { return g == 20 ? 1.0 : 1.0 / std::abs(separate(g) - separate(20)); }, -1);
  ProjectedPencil<double> pencil(result, {1}, false);
  pencil.usePreconditioner(true);
  const Block b = rightSides(pencil, 1);
  Block X(known.map, 1), R(b, Teuchos::Copy);
  auto goal = residualGoal(b, 1e-10, pencil.norm(0));
  SylvesterProblem<double> problem(pencil, {0});

  PseudoBlockMinres<double> minres(problem, goal, X, R, 100);
  minres.iterate();

  EXPECT_EQ(minres.getNumIters(), 2);
  // ‖r‖_M falls to rounding, and so does all else.
  EXPECT_LE(distance(X, known.solution({20}, 20, 1.0, b)), 1e-9);
}

}  // namespace
}  // namespace ritz::test
