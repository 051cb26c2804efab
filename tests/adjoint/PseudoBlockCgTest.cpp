#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/PseudoBlockCg.hpp>

#include <gtest/gtest.h>

namespace ritz::test {
namespace {

constexpr int Size = 60;

double separate(GlobalIndex g) { return 1.0 + 0.5 * real(g); }

/// 0 and 1, then 2, 4 and 9 in turn.
double threeBeyond(GlobalIndex g) { return g < 2 ? real(g) : g % 3 == 0 ? 2.0 : g % 3 == 1 ? 4.0 : 9.0; }

/// PᴴF of hash vectors.
Block rightSides(const ProjectedPencil<double>& pencil, std::size_t columns) {
  Block b = hashBlock(pencil.map(), columns, 3);
  pencil.projectDual(b);
  return b;
}

TEST(PseudoBlockCg, SolvesEachColumnWithItsOwnShift) {
  for (const bool withMass : {false, true}) {
    SCOPED_TRACE(withMass);
    const KnownProblem known{makeMap(Size), separate, withMass};
    const ProjectedPencil<double> pencil(known.pairs({0, 1, 2}), {1, 1, 1}, false);
    const std::vector<int> pairOf{2, 0, 1, 0};
    const Block b = rightSides(pencil, 4);
    Block X(known.map, 4), R(b, Teuchos::Copy);
    auto goal = residualGoal(b, 1e-10, pencil.norm(2));
    SylvesterProblem<double> problem(pencil, pairOf);

    PseudoBlockCg<double> cg(problem, goal, X, R, 1000);
    cg.iterate();

    EXPECT_TRUE(cg.stuck().empty());
    for (std::size_t c = 0; c < 4; ++c) {
      EXPECT_TRUE(goal.reached[c]) << c;
      // ‖δx‖₂ ≤ ‖r‖₂/μ, μ = 0.5 the smallest value of H (and ‖B⁻¹‖ ≤ 1).
      const Block exact = known.solution({0, 1, 2}, pairOf[c], 1.0, *b.getVector(c));
      EXPECT_LE(distance(*X.getVector(c), exact), 1e-10 * goal.rhs[c] / 0.5 + 1e-12) << c;
    }
  }
}

TEST(PseudoBlockCg, TakesAsManyStepsAsThereAreDifferentValues) {
  const KnownProblem known{makeMap(Size), threeBeyond};
  const ProjectedPencil<double> pencil(known.pairs({0, 1}), {1, 1}, false);
  const Block b = rightSides(pencil, 2);
  Block X(known.map, 2), R(b, Teuchos::Copy);
  auto goal = residualGoal(b, 1e-10, pencil.norm(0));
  SylvesterProblem<double> problem(pencil, {0, 1});

  PseudoBlockCg<double> cg(problem, goal, X, R, 100);
  cg.iterate();

  EXPECT_EQ(cg.getNumIters(), 3);
  EXPECT_EQ(pencil.applications().A.columns, 6);
  // Then the Krylov space has all values of H; the bound is good for three digits.
  EXPECT_NEAR(goal.curvature[0], 2.0, 2e-3 * 2.0);
  EXPECT_NEAR(goal.curvature[1], 1.0, 2e-3);
}

TEST(PseudoBlockCg, SetsColumnsOfNegativeCurvatureAside) {
  const KnownProblem known{makeMap(Size), separate};
  const ProjectedPencil<double> pencil(known.pairs({0, 1}), {1, -1}, false);
  const Block b = rightSides(pencil, 2);
  Block X(known.map, 2), R(b, Teuchos::Copy);
  auto goal = residualGoal(b, 1e-10, pencil.norm(1));
  SylvesterProblem<double> problem(pencil, {0, 1});

  PseudoBlockCg<double> cg(problem, goal, X, R, 1000);
  cg.iterate();

  EXPECT_EQ(cg.stuck(), std::vector<int>{1});
  EXPECT_EQ(goal.reached, (std::vector<bool>{true, false}));
  EXPECT_LE(distance(*X.getVector(0), known.solution({0, 1}, 0, 1.0, *b.getVector(0))),
            1e-10 * goal.rhs[0] / 1.0 + 1e-12);  // the value next to λ₀ on the complement is 1 away
}

TEST(PseudoBlockCg, NeedsOneStepWithThePerfectPreconditioner) {
  for (const bool withMass : {false, true}) {
    SCOPED_TRACE(withMass);
    const KnownProblem known{makeMap(Size), separate, withMass};
    auto result = known.pairs({0});
    result.problem.preconditioner =
        known.function([](GlobalIndex g) { return g == 0 ? 1.0 : 1.0 / (separate(g) - separate(0)); }, -1);
    ProjectedPencil<double> pencil(result, {1}, false);
    pencil.usePreconditioner(true);
    const Block b = rightSides(pencil, 1);
    Block X(known.map, 1), R(b, Teuchos::Copy);
    auto goal = residualGoal(b, 1e-10, pencil.norm(0));
    SylvesterProblem<double> problem(pencil, {0});

    PseudoBlockCg<double> cg(problem, goal, X, R, 100);
    cg.iterate();

    EXPECT_EQ(cg.getNumIters(), 1);
    EXPECT_LE(distance(X, known.solution({0}, 0, 1.0, b)), 1e-10 * goal.rhs[0] / 0.5 + 1e-12);
  }
}

}  // namespace
}  // namespace ritz::test
