#include "adjoint/ParametricFamilies.hpp"

#include <ritz/adjoint/AscentDirection.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

/// The smallest value after a step t along p, by a dense solve.
double smallestAt(const ParametricProblem<double>& problem, const Tpetra::Vector<double>& p, double t) {
  const Tpetra::Vector<double> home(problem.parameters(), Teuchos::Copy);
  Tpetra::Vector<double> moved(home, Teuchos::Copy);
  moved.update(t, p, 1.0);
  problem.setParameters(moved);
  const double value = solvedAt(problem, 1, Lapack{}).values[0];
  problem.setParameters(home);
  return value;
}

/// No direction of the same length does better; its rate is its slope.
TEST(AscentDirection, IsTheSteepest) {
  for (const int multiplicity : {1, 2, 3})
    for (const bool withMass : {false, true}) {
      const auto problem = makeParametric(40, firstOf(multiplicity), withMass);
      const auto value = firstValue(problem, multiplicity + 1);
      const auto ascent = steepestAscent(value, problem);
      ASSERT_GT(ascent.rate, 1e-3);
      EXPECT_NEAR(ascent.direction.norm2(), 1.0, 1e-12);
      const auto rate = [&](const Tpetra::Vector<double>& p) {
        return value.split(problem.along(p, *value.result().vectors)).slopes.front();
      };
      EXPECT_NEAR(rate(ascent.direction), ascent.rate, 1e-6 * ascent.rate);
      for (int trial = 0; trial < 20; ++trial) {
        auto p = thetaOf(problem, {std::sin(1.0 + trial), std::sin(2.0 + 3 * trial),
                                   std::cos(5.0 + 7 * trial), std::cos(1.0 + 2 * trial)});
        p.scale(1.0 / p.norm2());
        EXPECT_LE(rate(p), ascent.rate * (1 + 1e-9));
      }
      EXPECT_NEAR((smallestAt(problem, ascent.direction, 1e-6) - 1.0) / 1e-6, ascent.rate, 1e-3);
    }
}

/// Where one of two values loses what the other gains, g(Y) is zero but for rounding, which has a length and
/// a direction of its own.
TEST(AscentDirection, IsZeroWhereNothingAscends) {
  const auto map = makeMap(40);
  const auto A = std::make_shared<AffineOperator<double>>(
      rotatedOperator(map, firstOf(2)),
      std::vector<OperatorPtr<double>>{rotatedOperator(map, [](GlobalIndex g) {
        return g == 0 ? 0.3 : g == 1 ? -0.7 : 0.0;
      })});
  ParametricProblem<double> problem({}, A);
  problem.setParameters(thetaOf(problem, {0}));
  const auto ascent = steepestAscent(firstValue(problem, 3), problem);
  EXPECT_EQ(ascent.rate, 0.0);
  EXPECT_EQ(ascent.direction.norm2(), 0.0);
  EXPECT_LE(ascent.residual, 1e-7);
  EXPECT_NEAR(ascent.Y(0, 0) + ascent.Y(1, 1), 1.0, 1e-12);
}

/// Of λ_min(Λ_c + D(p)) − ‖p‖²/(2 step).
TEST(AscentDirection, IsTheBestProximalStep) {
  const auto problem = makeParametric(
      40, [](GlobalIndex g) { return g == 0   ? 1.0
                                     : g == 1 ? 1.05
                                              : real(g); }, true);
  const MultipleValue<double> value(EigenAdjoint<double>(solvedAt(problem, 3, Lobpcg{})), Cluster{0, 1});
  const double step = 0.3;
  const auto ascent = proximalAscent(value, problem, step);
  const auto model = [&](const Tpetra::Vector<double>& p) {
    Dense<double> D = value.block(problem.along(p, *value.result().vectors));
    D(0, 0) += value.values()[0];
    D(1, 1) += value.values()[1];
    return hermitianEigen(D).values.front() - p.dot(p) / (2 * step);
  };
  const double best = model(ascent.direction);
  EXPECT_NEAR(best + ascent.direction.dot(ascent.direction) / (2 * step), value.values()[0] + ascent.rate,
              1e-10);
  for (int trial = 0; trial < 20; ++trial) {
    auto p = thetaOf(problem, {std::sin(1.0 + trial), std::sin(2.0 + 3 * trial), std::cos(5.0 + 7 * trial),
                               std::cos(1.0 + 2 * trial)});
    p.update(1.0, ascent.direction, 0.01);
    EXPECT_LE(model(p), best + 1e-12);
  }
  EXPECT_THROW(proximalAscent(value, problem, 0.0), InvalidOption);
}

}  // namespace
}  // namespace ritz::test
