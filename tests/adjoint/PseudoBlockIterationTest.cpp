#include "adjoint/KnownPairs.hpp"

#include <ritz/adjoint/PseudoBlockIteration.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

/// An iteration whose course is written down beforehand: the residual of column c after s steps is
/// 0.9·rates[c]^s, its solution s in all entries; column `failing` cannot go on in step `failsAt`.
class Scripted final : public PseudoBlockIteration<double> {
 public:
  using PseudoBlockIteration<double>::PseudoBlockIteration;

  std::vector<double> rates;
  int failing = -1, failsAt = 0;
  int begun = 0;
  std::vector<std::vector<int>> workedOn;  ///< the columns of each step
  std::vector<std::vector<int>> kept;      ///< the positions of each keep()

 private:
  void begin() override { ++begun; }
  void step() override {
    workedOn.push_back(this->live_);
    const double s = static_cast<double>(workedOn.size());
    this->x_.putScalar(s);
    for (std::size_t p = 0; p < this->live_.size(); ++p) {
      this->residuals_[p] = 0.9 * std::pow(rates[static_cast<std::size_t>(this->live_[p])], s);
      this->curvatures_[p] = 10.0 - (s < 3 ? s : 6 - s);  // falls, then rises
      this->effective_[p] = s;
      this->failed_[p] = this->live_[p] == failing && static_cast<int>(s) == failsAt;
    }
  }
  void keep(const std::vector<int>& positions) override { kept.push_back(positions); }
};

class PseudoBlock : public testing::Test {
 protected:
  PseudoBlock()
      : map(makeMap(12)),
        pencil(KnownProblem{map, real}.pairs({0}), {1}, false),
        problem(pencil, {0, 0, 0}),
        X(map, 3),
        R(map, 3) {
    R.putScalar(1.0 / std::sqrt(12.0));
    goal = residualGoal(R, 1e-6, 1.0);
  }
  Scripted iteration(int maxIterations = 100) {
    Scripted result(problem, goal, X, R, maxIterations);
    result.rates = {0.1, 0.001, 0.01};
    return result;
  }
  /// The value of all entries of each column of the solution.
  std::vector<double> solutions() const { return {gather(X, 0)[0], gather(X, 1)[11], gather(X, 2)[5]}; }

  MapPtr map;
  ProjectedPencil<double> pencil;
  SylvesterProblem<double> problem;
  Block X, R;
  SolveGoal<double> goal;
};

TEST_F(PseudoBlock, LetsEachColumnGoWhenItsGoalIsReached) {
  Scripted columns = iteration();

  columns.iterate();

  // 0.9·rate^s ≤ 1e-6 at s = 6, 2, 3.
  EXPECT_EQ(solutions(), (std::vector<double>{6, 2, 3}));
  EXPECT_EQ(goal.reached, (std::vector<bool>{true, true, true}));
  EXPECT_EQ(columns.workedOn, (std::vector<std::vector<int>>{{0, 1, 2}, {0, 1, 2}, {0, 2}, {0}, {0}, {0}}));
  EXPECT_EQ(columns.kept, (std::vector<std::vector<int>>{{0, 2}, {0}, {}}));
  EXPECT_EQ(columns.getNumIters(), 6);
  EXPECT_EQ(columns.getBlockSize(), 0);
  EXPECT_TRUE(columns.stuck().empty());
}

TEST_F(PseudoBlock, SetsColumnsAsideThatCannotGoOn) {
  Scripted columns = iteration();
  columns.failing = 0;
  columns.failsAt = 2;

  columns.iterate();

  EXPECT_EQ(columns.stuck(), std::vector<int>{0});
  EXPECT_EQ(goal.reached, (std::vector<bool>{false, true, true}));
  EXPECT_EQ(solutions(), (std::vector<double>{2, 2, 3}));
}

TEST_F(PseudoBlock, DoesNotCallAColumnStuckThatIsDone) {
  Scripted columns = iteration();
  columns.failing = 1;
  columns.failsAt = 2;  // where it reaches its goal

  columns.iterate();

  EXPECT_TRUE(columns.stuck().empty());
}

TEST_F(PseudoBlock, HandsOverWhatItHasAtTheLimit) {
  Scripted columns = iteration(4);

  columns.iterate();

  EXPECT_EQ(columns.getNumIters(), 4);
  EXPECT_EQ(solutions(), (std::vector<double>{4, 2, 3}));
  EXPECT_EQ(goal.reached, (std::vector<bool>{false, true, true}));
  EXPECT_NEAR(goal.residuals[0], 0.9e-4, 1e-18);
}

TEST_F(PseudoBlock, DoesNothingWhereNothingIsToBeDone) {
  X.putScalar(7.0);
  R.putScalar(0.0);
  goal = residualGoal(R, 1e-6, 1.0);
  Scripted columns = iteration();

  columns.iterate();

  EXPECT_EQ(columns.begun, 0);
  EXPECT_EQ(columns.getNumIters(), 0);
  EXPECT_EQ(solutions(), (std::vector<double>{7, 7, 7}));
}

TEST_F(PseudoBlock, WritesDownHowFarEachColumnIs) {
  Scripted columns = iteration();

  columns.iterate();

  EXPECT_EQ(goal.curvature[0], 7.0);                            // the smallest seen, in step 3
  EXPECT_EQ(goal.effective[0], 6.0);                            // the last
  EXPECT_NEAR(goal.solution[0], 4.0 * std::sqrt(12.0), 1e-13);  // measured every fourth step
  std::vector<double> norms;
  columns.getNativeResiduals(&norms);
  EXPECT_TRUE(norms.empty());  // nobody is left
}

}  // namespace
}  // namespace ritz::test
