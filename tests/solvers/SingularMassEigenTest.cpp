#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/SingularMassEigen.hpp>

namespace {

using ritz::Dense;

/// A = [2 1 0; 1 3 1; 0 1 4], B = diag(1, 2, 0): the last unknown is eliminated, u₃ = −u₂/4, which leaves
/// [2 1; 1 11/4] y = λ diag(1, 2) y with 2λ² − 27/4 λ + 9/2 = 0.
Dense<double> stiffness() {
  Dense<double> A(3, 3);
  A(0, 0) = 2, A(1, 1) = 3, A(2, 2) = 4;
  A(0, 1) = A(1, 0) = A(1, 2) = A(2, 1) = 1;
  return A;
}

Dense<double> mass(double last) {
  Dense<double> B(3, 3);
  B(0, 0) = 1, B(1, 1) = 2, B(2, 2) = last;
  return B;
}

TEST(SingularMassEigen, EliminatesTheNullSpace) {
  const auto pairs = ritz::singularMassEigen(stiffness(), mass(0), ritz::Smallest{}, 1.0);
  ASSERT_EQ(pairs.values.size(), 2u);
  const double root = std::sqrt(6.75 * 6.75 - 4 * 2 * 4.5);
  EXPECT_NEAR(pairs.values[0], (6.75 - root) / 4, 1e-14);
  EXPECT_NEAR(pairs.values[1], (6.75 + root) / 4, 1e-14);
  for (int j = 0; j < 2; ++j) {
    const double* u = pairs.vectors.column(j);
    EXPECT_NEAR(u[2], -u[1] / 4, 1e-14);
    EXPECT_NEAR(u[0] * u[0] + 2 * u[1] * u[1], 1.0, 1e-14);
  }
}

TEST(SingularMassEigen, RefusesTheEndWhereTheInfiniteValuesAre) {
  EXPECT_THROW(ritz::singularMassEigen(stiffness(), mass(0), ritz::Largest{}, 1.0), ritz::IndefiniteMass);
  EXPECT_THROW(ritz::singularMassEigen(stiffness(), mass(0), ritz::LargestMagnitude{}, 1.0),
               ritz::IndefiniteMass);
}

TEST(SingularMassEigen, RefusesAnIndefiniteMass) {
  EXPECT_THROW(ritz::singularMassEigen(stiffness(), mass(-1), ritz::Smallest{}, 1.0), ritz::IndefiniteMass);
}

TEST(SingularMassEigen, RefusesAPencilThatIsSingularOnTheNullSpace) {
  Dense<double> A = stiffness();
  A(2, 2) = 0;
  EXPECT_THROW(ritz::singularMassEigen(A, mass(0), ritz::Smallest{}, 1.0), ritz::IndefiniteMass);
}

}  // namespace
