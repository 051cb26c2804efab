#include <gtest/gtest.h>
#include <ritz/solvers/DavidsonRestart.hpp>
#include <ritz/solvers/DavidsonTargets.hpp>

#include "solvers/Problems.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

/// diag(1 … 40) and the span of e₀, e₁, e₂ + ε e₂₀ and a mixture of e₃ and e₃₀: two pairs are exact, the
/// third nearly, the fourth is not.
class DavidsonTargetsTest : public testing::Test {
 protected:
  DavidsonTargetsTest()
      : map(makeMap(40)),
        problem{diagonalOperator(map, [](GlobalIndex g) { return 1.0 + real(g); })},
        pencil(problem, EigenOptions()),
        basis(pencil, 10, 0, nullptr, 0) {
    Block X(map, 4);
    const auto set = [&](GlobalIndex g, std::size_t j, double value) {
      if (map->isNodeGlobalElement(g)) X.replaceGlobalValue(g, j, value);
    };
    set(0, 0, 1.0);
    set(1, 1, 1.0);
    set(2, 2, 1.0);
    set(20, 2, 1e-5);
    set(3, 3, 1.0);
    set(30, 3, 0.3);
    basis.expand(X);
    ritz = orderedEigen(basis.projected(), Smallest{});
  }

  MapPtr map;
  EigenProblem<double> problem;
  Pencil<double> pencil;
  DavidsonBasis<double> basis;
  SmallEigen<double> ritz;
};

TEST_F(DavidsonTargetsTest, AreTheFirstPairsThatDoNotPass) {
  DavidsonTargets<double> one(pencil, basis, 1), two(pencil, basis, 2);
  EXPECT_FALSE(one.look(ritz, 4, 1e-8));
  EXPECT_EQ(one.indices(), std::vector<int>{2});
  EXPECT_EQ(one.leading(1e-8), 2);
  EXPECT_FALSE(two.look(ritz, 4, 1e-8));
  EXPECT_EQ(two.indices(), (std::vector<int>{2, 3}));
  EXPECT_EQ(two.residuals().getNumVectors(), 2u);
  EXPECT_EQ(two.values()[1], ritz.values[3]);
  EXPECT_FALSE(one.look(ritz, 4, 1e-3));
  EXPECT_EQ(one.indices(), std::vector<int>{3});
}

TEST_F(DavidsonTargetsTest, PassWhenAllThatAreWantedDo) {
  DavidsonTargets<double> targets(pencil, basis, 1);
  EXPECT_TRUE(targets.look(ritz, 2, 1e-8));
  EXPECT_TRUE(targets.look(ritz, 3, 1e-3));
  for (const double relative : targets.relative()) EXPECT_LE(relative, 1e-3);
  EXPECT_FALSE(targets.look(ritz, 4, 1e-3));
}

TEST_F(DavidsonTargetsTest, DoNotPassWhilePairsAreMissing) {
  DavidsonTargets<double> targets(pencil, basis, 1);
  EXPECT_FALSE(targets.look(ritz, 5, 1.0));
  EXPECT_TRUE(targets.indices().empty());
}

TEST_F(DavidsonTargetsTest, ForgetAPairWhoseValueHasMovedMoreThanItsResidual) {
  DavidsonTargets<double> targets(pencil, basis, 1);
  EXPECT_FALSE(targets.look(ritz, 4, 1e-3));
  EXPECT_EQ(targets.leading(1e-3), 3);
  Block X(map, 1);
  if (map->isNodeGlobalElement(5)) X.replaceGlobalValue(5, 0, 1.0);
  if (map->isNodeGlobalElement(21)) X.replaceGlobalValue(21, 0, 0.01);
  basis.expand(X);
  SmallEigen<double> moved = orderedEigen(basis.projected(), Smallest{});
  moved.values[1] -= 0.1;
  EXPECT_FALSE(targets.look(moved, 4, 1e-3));
  EXPECT_EQ(targets.indices(), std::vector<int>{1});
}

}  // namespace
