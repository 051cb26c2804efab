#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/solvers/MovableShift.hpp>

namespace {

using namespace ritz::test;

constexpr ritz::GlobalIndex N = 50;

/// diag(1000, 1010, …), so that the pencil is scaled.
double value(ritz::GlobalIndex g) { return 1000.0 + 10.0 * real(g); }

ritz::EigenProblem<double> factored() {
  std::vector<ritz::MatrixEntry<double>> entries;
  for (ritz::GlobalIndex i = 0; i < N; ++i) entries.push_back({i, i, value(i)});
  const auto A = matrixOf(ritz::makeMap(N), entries);
  ritz::EigenProblem<double> problem{A};
  problem.shiftInverse = ritz::makeFactoredInverse<double>(A->matrix());
  return problem;
}

}  // namespace

TEST(MovableShift, IsMeasuredForAnyInverse) {
  const auto map = ritz::makeMap(N);
  ritz::EigenProblem<double> problem{diagonalOperator(map, value),
                                     diagonalOperator(map, [](auto) { return 4.0; })};
  problem.shiftInverse = diagonalOperator(map, [](auto g) { return 1.0 / (value(g) - 4.0 * 271.3); });
  ritz::Pencil<double> pencil(problem, {});

  const ritz::MovableShift<double> shift(pencil);

  EXPECT_NEAR(shift.sigma() * pencil.valueScale(), 271.3, 1e-9);
  EXPECT_FALSE(shift.canMove());
  EXPECT_FALSE(shift.canCount());
}

TEST(MovableShift, RefusesWhatIsNoInverse) {
  const auto map = ritz::makeMap(N);
  ritz::EigenProblem<double> problem{diagonalOperator(map, value)};
  problem.shiftInverse = diagonalOperator(map, [](auto g) { return 1.0 + real(g % 3); });
  ritz::Pencil<double> pencil(problem, {});

  EXPECT_THROW(ritz::MovableShift<double>{pencil}, ritz::InvalidOption);
}

TEST(MovableShift, CountsAndMovesInTheScaledPencil) {
  if (!ritz::hasFactorization()) GTEST_SKIP() << "this build has no sparse factorisation";
  const auto problem = factored();
  ritz::Pencil<double> pencil(problem, {});
  ritz::MovableShift<double> shift(pencil);
  double at = 1085.0 / pencil.valueScale();

  EXPECT_EQ(shift.countBelow(at), 9);
  EXPECT_EQ(shift.sigma(), 0.0);
  shift.moveTo(at);
  EXPECT_EQ(shift.numBelow(), 9);
  EXPECT_NEAR(shift.sigma() * pencil.valueScale(), 1085.0, 1e-9);

  shift.moveBelowAll();
  EXPECT_EQ(shift.numBelow(), 0);
  EXPECT_LT(shift.sigma() * pencil.valueScale(), 1000.0);
}
