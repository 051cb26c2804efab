#include <ritz/operators/Instantiate.hpp>

#include <gtest/gtest.h>

#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE

#include "adjoint/HermitianFamilies.hpp"

#include <ritz/adjoint/AscentDirection.hpp>

#include <cmath>

/// MultipleValue and its directions of ascent in complex arithmetic.
namespace ritz::test {
namespace {

MultipleValue<Complex> tripleOf(const ParametricProblem<Complex>& problem) {
  return {EigenAdjoint<Complex>(solvedAt(problem, 5, Lobpcg{})), 1};
}

TEST(HermitianMultipleValue, SplitsAsTheSortedValuesDo) {
  for (const bool withMass : {false, true}) {
    const auto problem = makeHermitianProblem(tripleValue, withMass);
    const auto value = tripleOf(problem);
    EXPECT_EQ(value.members(), (Cluster{1, 2, 3}));
    auto p = thetaOf(problem, {0.7, -1.1, 0.4});
    const auto split = value.split(problem.along(p, *value.result().vectors));
    const double t = 1e-6;  // second order: t
    p.scale(t);
    problem.setParameters(p);
    const auto values = solvedAt(problem, 5, Lapack{}).values;
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR((values[i + 1] - 2.0) / t, split.slopes[i], 1e-4);
  }
}

/// Re tr(Y D(p)) = ⟨g(Y), p⟩, Y and D with complex entries beside the diagonal.
TEST(HermitianMultipleValue, PullsBackTheTransposeOfItsBlock) {
  for (const bool withMass : {false, true}) {
    const auto problem = makeHermitianProblem(tripleValue, withMass);
    const auto value = tripleOf(problem);
    const auto p = thetaOf(problem, {0.7, -1.1, 0.4});
    Dense<Complex> Y(3, 3);
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i <= j; ++i) {
        Y(i, j) = Complex(0.3 + i, j - i);
        Y(j, i) = std::conj(Y(i, j));
      }
    Tpetra::Vector<double> g(problem.parameterMap());
    problem.accumulate(value.pull(Y), g);
    const Dense<Complex> D = value.block(problem.along(p, *value.result().vectors));
    double expected = 0, imaginary = 0;
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 3; ++i) {
        expected += (Y(i, j) * D(j, i)).real();
        imaginary += std::abs(D(i, j).imag());
      }
    EXPECT_GT(imaginary, 1e-2);
    EXPECT_NEAR(g.dot(p), expected, 1e-12 * (1 + std::abs(expected)));
  }
}

/// Two equal values part as Hermitian 2 × 2 matrices, which have three traceless directions: no direction of
/// the same length raises the smaller faster.
TEST(HermitianMultipleValue, HasASteepestAscent) {
  for (const bool withMass : {false, true}) {
    const auto problem = makeHermitianProblem(firstOf(2), withMass);
    const MultipleValue<Complex> value(EigenAdjoint<Complex>(solvedAt(problem, 3, Lobpcg{})), 0);
    const auto ascent = steepestAscent(value, problem);
    ASSERT_GT(ascent.rate, 1e-3);
    EXPECT_NEAR(ascent.rate, ascent.residual, 1e-6 * ascent.rate);
    const auto rate = [&](const Tpetra::Vector<double>& p) {
      return value.split(problem.along(p, *value.result().vectors)).slopes.front();
    };
    EXPECT_NEAR(rate(ascent.direction), ascent.rate, 1e-9 * ascent.rate);
    for (int trial = 0; trial < 20; ++trial) {
      auto p =
          thetaOf(problem, {std::sin(1.0 + trial), std::sin(2.0 + 3 * trial), std::cos(5.0 + 7 * trial)});
      p.scale(1.0 / p.norm2());
      EXPECT_LE(rate(p), ascent.rate * (1 + 1e-9));
    }
  }
}

}  // namespace
}  // namespace ritz::test

#else

TEST(HermitianMultipleValue, NeedsComplexNumbers) { GTEST_SKIP() << "this Trilinos has no complex<double>"; }

#endif
