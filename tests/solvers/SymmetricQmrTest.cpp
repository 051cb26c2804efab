#include <gtest/gtest.h>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/SymmetricQmr.hpp>

#include "solvers/Problems.hpp"

#include <cmath>

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr GlobalIndex N = 40;

/// H = diag(h) and K = diag(k) in Belos' terms.
class DiagonalProblem final : public Belos::LinearProblem<double, Block, Operator<double>> {
 public:
  DiagonalProblem(const Entry& h, const Entry& k)
      : H_(diagonalOperator(makeMap(N), h)), K_(diagonalOperator(makeMap(N), k)) {}
  void applyOp(const Block& X, Block& Y) const override { H_->apply(X, Y); }
  void applyLeftPrec(const Block& X, Block& Y) const override { K_->apply(X, Y); }

 private:
  OperatorPtr<double> H_, K_;
};

/// Ends after so many steps.
class StepLimit final : public Belos::StatusTest<double, Block, Operator<double>> {
 public:
  explicit StepLimit(int steps) : steps_(steps) {}
  Belos::StatusType checkStatus(Belos::Iteration<double, Block, Operator<double>>* iteration) override {
    return iteration->getNumIters() < steps_ ? Belos::Failed : Belos::Passed;
  }
  Belos::StatusType getStatus() const override { return Belos::Undefined; }
  void reset() override {}
  void print(std::ostream&, int) const override {}

 private:
  int steps_;
};

double one(GlobalIndex) { return 1.0; }
/// Ten values, −2 among them.
double indefinite(GlobalIndex g) { return g % 10 == 3 ? -2.0 : 1.0 + real(g % 10); }

Block residualOf(const DiagonalProblem& problem, const Block& b, const Block& t) {
  Block r(b, Teuchos::Copy);
  problem.applyOp(t, r);
  r.update(1.0, b, -1.0);
  return r;
}

TEST(SymmetricQmr, SolvesAnIndefiniteSystemInAsManyStepsAsItHasValues) {
  const DiagonalProblem problem(indefinite, one);
  StepLimit test(10);
  const Block b = hashBlock(makeMap(N), 1);
  SymmetricQmr<double> qmr(problem, test, b);
  qmr.iterate();
  EXPECT_EQ(qmr.getNumIters(), 10);
  EXPECT_LE(columnNorms(residualOf(problem, b, qmr.solution()))[0], 1e-9 * columnNorms(b)[0]);
}

TEST(SymmetricQmr, MakesUseOfAPreconditioner) {
  const auto h = [](GlobalIndex g) { return 1.0 + 100 * real(g); };
  const DiagonalProblem problem(h, [&](GlobalIndex g) { return (g % 2 ? 1.0 : 0.5) / h(g); });
  StepLimit test(2);  // K H has two values
  const Block b = hashBlock(makeMap(N), 1);
  SymmetricQmr<double> qmr(problem, test, b);
  qmr.iterate();
  EXPECT_LE(columnNorms(residualOf(problem, b, qmr.solution()))[0], 1e-12 * columnNorms(b)[0]);
}

/// Without a preconditioner the residuals behind the smoothing are orthogonal, so that nothing is estimated.
TEST(SymmetricQmr, KnowsItsSolutionByRecurrences) {
  const DiagonalProblem problem([](GlobalIndex g) { return real(g) - 4.5; }, one);
  const Block b = hashBlock(makeMap(N), 1);
  for (const int steps : {1, 2, 5, 9}) {
    SCOPED_TRACE(steps);
    StepLimit test(steps);
    SymmetricQmr<double> qmr(problem, test, b);
    qmr.iterate();
    const Block& t = qmr.solution();
    Block Ht(t, Teuchos::Copy);
    problem.applyOp(t, Ht);
    const double size = columnNorms(b)[0] * columnNorms(t)[0];
    EXPECT_NEAR(qmr.scalars().residual, columnNorms(residualOf(problem, b, t))[0], 1e-9 * columnNorms(b)[0]);
    EXPECT_NEAR(qmr.scalars().overlap, -gram(b, t)(0, 0), 1e-9 * size);
    EXPECT_NEAR(qmr.scalars().curvature, gram(t, Ht)(0, 0), 1e-9 * size);
    EXPECT_NEAR(qmr.scalars().square, gram(t, t)(0, 0), 1e-12 * gram(t, t)(0, 0));
  }
}

TEST(SymmetricQmr, EndsWhereThePreconditionerLeavesNoWay) {
  const DiagonalProblem problem(indefinite, [](GlobalIndex) { return -1.0; });
  StepLimit test(10);
  const Block b = hashBlock(makeMap(N), 1);
  SymmetricQmr<double> qmr(problem, test, b);
  qmr.iterate();
  EXPECT_EQ(qmr.getNumIters(), 0);
  Block sum(qmr.direction(), Teuchos::Copy);
  sum.update(1.0, b, 1.0);
  EXPECT_EQ(columnNorms(sum)[0], 0) << "the direction is K b";
}

TEST(SymmetricQmr, EndsAtAnExactSolution) {
  const DiagonalProblem problem(one, one);
  StepLimit test(10);
  const Block b = hashBlock(makeMap(N), 1);
  SymmetricQmr<double> qmr(problem, test, b);
  qmr.iterate();
  EXPECT_LE(qmr.getNumIters(), 2);
  EXPECT_LE(distance(qmr.solution(), b), 1e-14);
}

}  // namespace
