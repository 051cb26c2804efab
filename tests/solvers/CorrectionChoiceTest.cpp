#include <gtest/gtest.h>
#include <ritz/solvers/CorrectionChoice.hpp>

#include "solvers/Problems.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

/// What is chosen in so many steps without a pair, with these costs.
class CorrectionChoiceTest : public testing::Test {
 protected:
  static Davidson automatic() { return {0, 1, false, InnerSolves::Automatic}; }

  long solvingSteps(const Davidson& parameters, const CostModel& costs, int steps, int converged = 0) {
    options.costs = costs;
    CorrectionChoice<double> choice(pencil, options, parameters, 40);
    long solving = 0;
    for (int step = 0; step < steps; ++step) solving += choice.solvesNext(converged);
    why = choice.describe();
    return solving;
  }

  EigenOptions options;
  Pencil<double> pencil{{diagonalOperator(makeMap(50), [](GlobalIndex g) { return 1.0 + real(g); })},
                        EigenOptions()};
  std::string why;
};

TEST_F(CorrectionChoiceTest, SolvesAfterThirtyStepsWhereProductsAreCheap) {
  EXPECT_EQ(solvingSteps(automatic(), {1e-6, 1e-6}, 100), 70);
  EXPECT_NE(why.find("inner solves from step 31 on"), std::string::npos) << why;
}

TEST_F(CorrectionChoiceTest, NeverSolvesWhereProductsAreDear) {
  EXPECT_EQ(solvingSteps(automatic(), {1.0, 1e-6}, 1000), 0);
  EXPECT_EQ(why, "");
}

TEST_F(CorrectionChoiceTest, CountsThePreconditionerAndTheMassAsPartsOfAProduct) {
  EXPECT_EQ(solvingSteps(automatic(), {1e-6, 1e-6, 0, 1.0}, 100), 0);
  EXPECT_EQ(solvingSteps(automatic(), {1e-6, 1e-6, 0, 0, 0, 1.0}, 100), 0);
  EXPECT_EQ(solvingSteps(automatic(), {1.0, 1e-6, 0, 1e-6, 1.0}, 100), 70) << "a solve with B is not done";
}

TEST_F(CorrectionChoiceTest, LooksAgainAfterTwiceTheSteps) {
  // A dozen pairs in the first steps: hardly anything is left for inner steps to save. Two each are ten.
  const CostModel costs{4e-5, 1e-6};
  EXPECT_EQ(solvingSteps(automatic(), costs, 60, 12), 0);
  EXPECT_GT(solvingSteps(automatic(), costs, 300, 12), 0);
}

TEST_F(CorrectionChoiceTest, IsNoChoiceWhereItIsMade) {
  const CostModel dear{1.0, 1e-6}, cheap{1e-6, 1e-6};
  EXPECT_EQ(solvingSteps({0, 1, false, InnerSolves::Always}, dear, 100), 100);
  EXPECT_EQ(solvingSteps({0, 1, false, InnerSolves::Never}, cheap, 100), 0);
  CorrectionChoice<double> choice(pencil, options, {0, 1, false, InnerSolves::Always}, 40);
  choice.ruleOut();
  EXPECT_FALSE(choice.solvesNext(0));
}

TEST_F(CorrectionChoiceTest, DecidesByTheClockTheSameOnAllRanks) {
  options.costs = {};
  CorrectionChoice<double> choice(pencil, options, automatic(), 40);
  for (int step = 0; step < 200; ++step) {
    const int mine = choice.solvesNext(0) ? 1 : 0;
    int all = 0;
    Teuchos::reduceAll(*pencil.map->getComm(), Teuchos::REDUCE_SUM, 1, &mine, &all);
    EXPECT_TRUE(all == 0 || all == pencil.map->getComm()->getSize());
  }
}

}  // namespace
