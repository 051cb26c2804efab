#include "adjoint/ParametricFamilies.hpp"

#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/MultipleValue.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

TEST(MultipleValue, SplitsAsTheSortedValuesDo) {
  for (const bool withMass : {false, true}) {
    const auto problem = makeParametric(40, firstOf(3), withMass);
    const auto value = firstValue(problem, 4);
    EXPECT_EQ(value.members(), (Cluster{0, 1, 2}));
    const auto p = thetaOf(problem, {0.7, -1.1, 0.4, 0.2});
    const auto change = problem.along(p, *value.result().vectors);
    const auto split = value.split(change);
    const Dense<double> block = value.block(change);
    const double t = 1e-6;  // second order: t
    Tpetra::Vector<double> moved(p, Teuchos::Copy);
    moved.scale(t);
    problem.setParameters(moved);
    const auto values = solvedAt(problem, 3, Lapack{}).values;
    problem.setParameters(thetaOf(problem, {0, 0, 0, 0}));
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR((values[i] - 1.0) / t, split.slopes[i], 1e-4);
    // The adapted vectors make the block diagonal.
    const Dense<double> D = product(adjoint(split.rotation), product(block, split.rotation));
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 3; ++i)
        EXPECT_NEAR(D(i, j), i == j ? split.slopes[static_cast<std::size_t>(i)] : 0.0, 1e-12);
    const Block U = columns(*value.result().vectors, 0, 3);
    EXPECT_LE(distance(*split.vectors, times(U, split.rotation)), 10 * Epsilon);
  }
}

/// Re tr(Y D(p)) = ⟨g(Y), p⟩.
TEST(MultipleValue, PullsBackTheTransposeOfItsBlock) {
  for (const bool withMass : {false, true}) {
    const auto problem = makeParametric(40, firstOf(2), withMass);
    const auto value = firstValue(problem, 3);
    const auto p = thetaOf(problem, {0.7, -1.1, 0.4, 0.2});
    Dense<double> Y(2, 2);
    Y(0, 0) = 0.7, Y(1, 1) = 0.3, Y(0, 1) = Y(1, 0) = -0.4;
    Tpetra::Vector<double> g(problem.parameterMap());
    problem.accumulate(value.pull(Y), g);
    const Dense<double> D = value.block(problem.along(p, *value.result().vectors));
    const double expected = 0.7 * D(0, 0) + 0.3 * D(1, 1) - 0.8 * D(0, 1);
    EXPECT_NEAR(g.dot(p), expected, 1e-12 * (1 + std::abs(expected)));
  }
}

TEST(MultipleValue, RefusesWhatThereIsNot) {
  const auto problem = makeParametric(40, firstOf(3), false);
  const EigenAdjoint<double> cut(solvedAt(problem, 2, Lobpcg{}));
  EXPECT_THROW(MultipleValue<double>(cut, 0), GaugeDependent);
  EXPECT_THROW(MultipleValue<double>(cut, 2), InvalidOption);
  EXPECT_THROW(MultipleValue<double>(cut, Cluster{0, 0}), InvalidOption);
  EXPECT_THROW(MultipleValue<double>(cut, Cluster{0, 1}).pull(Dense<double>(3, 3)), SpaceMismatch);
}

}  // namespace
}  // namespace ritz::test
