#include "solvers/Problems.hpp"

#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/SpectraplexProgram.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

double entry(int i, int j) { return std::sin(1.0 + 3.0 * i + 7.0 * j); }

/// VᵀV with V of rank ≤ `rank`.
Dense<double> semidefinite(int size, int rank) {
  Dense<double> V(rank, size);
  for (int j = 0; j < size; ++j)
    for (int i = 0; i < rank; ++i) V(i, j) = entry(i, j);
  return product(adjoint(V), V);
}

std::vector<double> linear(int size, double scale) {
  std::vector<double> c;
  for (int r = 0; r < size; ++r) c.push_back(scale * std::cos(2.0 + r));
  return c;
}

double smallest(const Dense<double>& Y) { return hermitianEigen(Y).values.front(); }

double trace(const Dense<double>& Y) {
  double sum = 0;
  for (int i = 0; i < Y.rows(); ++i) sum += Y(i, i);
  return sum;
}

/// The gap bounds f(Y) − min f; the barrier at t = 0.01/(ε‖f‖) leaves m/t.
TEST(SpectraplexProgram, ClosesTheGapForAnyOrderAndRank) {
  for (const int m : {1, 2, 3, 5})
    for (const int rank : {1, 3, 20})
      for (const double scale : {0.0, 0.01, 1.0, 100.0}) {
        const HermitianBasis<double> basis(m);
        const int N = basis.dimension();
        const SpectraplexProgram<double> program(basis, semidefinite(N, rank), linear(N, scale));
        const Dense<double> Y = program.minimizer();
        const double size = std::max(scale, 1.0) * rank * m * m;
        EXPECT_LE(std::abs(program.gap(Y)), 1e-11 * size) << m << ' ' << rank << ' ' << scale;
        EXPECT_GE(smallest(Y), -10 * Epsilon);
        EXPECT_NEAR(trace(Y), 1.0, 100 * Epsilon);
      }
}

/// ½‖y‖² on the spectraplex is least at I/m; with c = −coordinates(e eᵀ)·large at e eᵀ.
TEST(SpectraplexProgram, FindsKnownMinima) {
  const HermitianBasis<double> basis(3);
  const int N = basis.dimension();
  Dense<double> I(N, N);
  for (int r = 0; r < N; ++r) I(r, r) = 1;
  const auto center = SpectraplexProgram<double>(basis, I, linear(N, 0)).minimizer();
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(center(i, i), 1.0 / 3, 1e-12);
  Dense<double> corner(3, 3);
  corner(1, 1) = -5;
  const auto at = SpectraplexProgram<double>(basis, I, basis.coordinates(corner)).minimizer();
  EXPECT_NEAR(at(1, 1), 1.0, 1e-10);
}

TEST(SpectraplexProgram, AgreesWithTheBarrierInTheBall) {
  const HermitianBasis<double> basis(2);
  for (const double scale : {0.0, 0.3, 3.0}) {
    const SpectraplexProgram<double> program(basis, semidefinite(3, 3), linear(3, scale));
    const auto exact = program.minimizer(), near = program.byBarrier();
    for (int j = 0; j < 2; ++j)
      for (int i = 0; i < 2; ++i) EXPECT_NEAR(exact(i, j), near(i, j), 1e-6);  // √gap
  }
}

TEST(SpectraplexProgram, RefusesFormsThatDoNotFit) {
  EXPECT_THROW(SpectraplexProgram<double>(HermitianBasis<double>(2), Dense<double>(2, 2), {0, 0, 0}),
               InvalidOption);
}

TEST(HermitianBasis, IsOrthonormalAndComplete) {
  for (const int m : {1, 2, 4}) {
    const HermitianBasis<double> basis(m);
    EXPECT_EQ(basis.dimension(), m * (m + 1) / 2);
    for (int r = 0; r < basis.dimension(); ++r) {
      const auto y = basis.coordinates(basis.element(r));
      for (int s = 0; s < basis.dimension(); ++s)
        EXPECT_NEAR(y[static_cast<std::size_t>(s)], r == s ? 1.0 : 0.0, 10 * Epsilon);
      EXPECT_NEAR(trace(basis.element(r)), r > 0 ? 0.0 : std::sqrt(m), 10 * Epsilon);
    }
  }
}

}  // namespace
}  // namespace ritz::test
