#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/ProjectedRightHandSides.hpp>
#include <ritz/operators/Error.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace ritz::test {
namespace {

/// Two pairs of a problem with B, with opposite signs.
class RightHandSides : public testing::Test {
 protected:
  Block of(const Block& F, const std::vector<int>& pairOf) {
    goal.group.assign(pairOf.size(), 0);
    goal.fixedSquare = {0};
    return projectedRightHandSides(pencil, F, pairOf, goal);
  }
  Block massVectors() const { return image(result.problem.mass, *result.vectors); }

  KnownProblem known{makeMap(40), [](GlobalIndex g) { return 2.0 + real(g); }, true};
  EigenResult<double> result = known.pairs({0, 3});
  ProjectedPencil<double> pencil{result, {1.0, -1.0}, false};
  SolveGoal<double> goal;
};

TEST_F(RightHandSides, AreOrthogonalToThePairsWithTheSignsOfTheirs) {
  const Block F = hashBlock(known.map, 2, 5);
  Block both(known.map, 2);
  Tpetra::deep_copy(*both.getVectorNonConst(0), *F.getVector(0));
  Tpetra::deep_copy(*both.getVectorNonConst(1), *F.getVector(0));
  const Block b = of(both, {0, 1});
  for (const std::size_t j : {0, 1})
    for (const std::size_t i : {0, 1})
      EXPECT_NEAR(result.vectors->getVector(i)->dot(*b.getVector(j)), 0.0, 1e-13);
  Block sum(*b.getVector(0), Teuchos::Copy);
  sum.update(1.0, *b.getVector(1), 1.0);
  EXPECT_EQ(norms(sum)[0], 0.0);
  EXPECT_GT(norms(b)[0], 0.1 * norms(F)[0]);
}

TEST_F(RightHandSides, TellTheGoalTheirNormsAndTheOperators) {
  const Block b = of(hashBlock(known.map, 3, 5), {1, 0, 1});
  ASSERT_EQ(goal.rhs.size(), 3u);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(goal.rhs[c], norms(b)[c], 1e-13);
  EXPECT_EQ(goal.operatorNorm, (std::vector<double>{pencil.norm(1), pencil.norm(0), pencil.norm(1)}));
  EXPECT_EQ(goal.residuals, goal.rhs);
}

TEST_F(RightHandSides, AreZeroWhereTheProjectionLeavesRounding) {
  Block F = massVectors();  // PᴴB U = 0
  F.scale(1e5);
  const Block b = of(F, {0, 1});
  EXPECT_EQ(norms(b), (std::vector<double>{0.0, 0.0}));
  EXPECT_EQ(goal.rhs, (std::vector<double>{0.0, 0.0}));
}

TEST_F(RightHandSides, MustBeNumbers) {
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), Infinity, 1e300}) {
    Block F = hashBlock(known.map, 2);
    if (known.map->isNodeGlobalElement(39)) F.replaceGlobalValue(39, 1, bad);
    try {
      of(F, {0, 1});
      ADD_FAILURE() << "took " << bad;
    } catch (const OperatorFailure& failure) {
      EXPECT_NE(std::string(failure.what()).find("number 2"), std::string::npos) << failure.what();
    }
  }
}

}  // namespace
}  // namespace ritz::test
