#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/MassInverse.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include "solvers/Traps.hpp"

namespace {

using MV = ritz::MultiVector<double>;

ritz::Dense<double> identity(int n) {
  ritz::Dense<double> I(n, n);
  for (int i = 0; i < n; ++i) I(i, i) = 1.0;
  return I;
}

MV startVector(const ritz::MapPtr& map) {
  MV start(map, 1);
  ritz::fillHash(start, 7);
  return start;
}

/// ‖Op V − V T − v bᴴ‖ and ‖VᴴB′V − I‖, largest entries: three-term steps lose 1e-10 of both at most.
void expectRecurrence(const ritz::Pencil<double>& pencil, const ritz::LanczosFactorization<double>& basis) {
  const MV V = basis.combine(identity(basis.size()));
  MV AV(V, Teuchos::Copy), BV(V, Teuchos::Copy);
  pencil.A->apply(V, AV);
  pencil.applyMass(V, BV);
  const auto G = ritz::gram(V, BV);
  for (int j = 0; j < G.cols(); ++j)
    for (int i = 0; i < G.rows(); ++i) EXPECT_NEAR(G(i, j), i == j ? 1.0 : 0.0, 1e-10) << i << ' ' << j;
  MV right = ritz::times(V, basis.projected());
  right.update(1.0, ritz::times(basis.residualBlock(), basis.coupling()), 1.0);
  MV massed(right, Teuchos::Copy);
  pencil.applyMass(right, massed);
  AV.update(-1.0, massed, 1.0);
  for (const double error : ritz::columnNorms(AV)) EXPECT_LE(error, 1e-10 * pencil.normA());
}

TEST(LanczosFactorization, KeepsTheRecurrenceAndOrthonormality) {
  const ritz::EigenProblem<double> problem{
      std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 400)};
  const ritz::Pencil<double> pencil(problem, {});
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 40, startVector(pencil.map), nullptr, 0);
  for (int step = 0; step < 40; ++step) EXPECT_TRUE(basis.expand());
  EXPECT_EQ(basis.size(), 40);
  expectRecurrence(pencil, basis);
}

TEST(LanczosFactorization, KeepsThemThroughRestarts) {
  const ritz::EigenProblem<double> problem{
      std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 400)};
  const ritz::Pencil<double> pencil(problem, {});
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 24, startVector(pencil.map), nullptr, 0);
  for (int restart = 0; restart < 6; ++restart) {
    while (basis.size() < 24) basis.expand();
    const auto small = ritz::hermitianEigen(basis.projected());
    ritz::Dense<double> Q(24, 12);
    for (int j = 0; j < 12; ++j) std::copy_n(small.vectors.column(12 + j), 24, Q.column(j));
    basis.compress(Q, {small.values.begin() + 12, small.values.end()});
    expectRecurrence(pencil, basis);
  }
}

TEST(LanczosFactorization, ContinuesFromAFreshDirectionInAnInvariantSubspace) {
  const auto map = ritz::makeMap(50);
  const ritz::EigenProblem<double> problem{traps::diagonal(map, [](auto g) { return g < 25 ? 1.0 : 2.0; })};
  const ritz::Pencil<double> pencil(problem, {});
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 10, startVector(map), nullptr, 0);
  for (int step = 0; step < 10; ++step) EXPECT_TRUE(basis.expand());
  expectRecurrence(pencil, basis);
}

TEST(LanczosFactorization, SaysWhenTheSpaceIsFull) {
  const auto map = ritz::makeMap(6);
  const ritz::EigenProblem<double> problem{traps::diagonal(map, [](auto g) { return double(g); })};
  const ritz::Pencil<double> pencil(problem, {});
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 6, startVector(map), nullptr, 0);
  for (int step = 0; step < 6; ++step) EXPECT_TRUE(basis.expand());
  EXPECT_FALSE(basis.expand());
  EXPECT_EQ(basis.size(), 6);
  expectRecurrence(pencil, basis);
}

TEST(LanczosFactorization, WorksInTheMassInnerProduct) {
  const auto map = ritz::makeMap(120);
  ritz::EigenProblem<double> problem{traps::diagonal(map, [](auto g) { return 1.0 + double(g); })};
  problem.mass = traps::diagonal(map, [](auto g) { return 1.0 + 0.5 * double(g % 4); });
  ritz::Pencil<double> pencil(problem, {});
  pencil.massInverse =
      std::make_shared<ritz::MeasuredOperator<double>>(ritz::makeMassInverse(pencil, 1e-12), "B⁻¹");
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 30, startVector(map), nullptr, 0);
  for (int step = 0; step < 30; ++step) basis.expand();
  expectRecurrence(pencil, basis);
}

TEST(LanczosFactorization, StaysAwayFromADeflatedBlock) {
  const auto map = ritz::makeMap(90);
  const ritz::EigenProblem<double> problem{traps::diagonal(map, [](auto g) { return double(g); })};
  const ritz::Pencil<double> pencil(problem, {});
  MV U(map, 2);  // the unit vectors of 88 and 89, exact eigenvectors
  for (int j = 0; j < 2; ++j)
    if (map->isNodeGlobalElement(88 + j)) U.replaceGlobalValue(88 + j, static_cast<std::size_t>(j), 1.0);
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 20, startVector(map), &U, 0);
  for (int step = 0; step < 20; ++step) basis.expand();
  const auto overlap = ritz::gram(U, basis.combine(identity(20)));
  for (int j = 0; j < 20; ++j)
    for (int i = 0; i < 2; ++i) EXPECT_NEAR(overlap(i, j), 0.0, 1e-14);
  expectRecurrence(pencil, basis);
}

/// T is as good as with whole steps all along, where many pairs converge and three terms alone lose all.
TEST(LanczosFactorization, HasTheRitzValuesOfAnOrthonormalBasis) {
  const auto map = ritz::makeMap(300);
  const ritz::EigenProblem<double> problem{
      traps::diagonal(map, [](auto g) { return g < 290 ? double(g) / 290 : double(g); })};
  const ritz::Pencil<double> pencil(problem, {});
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 60, startVector(map), nullptr, 0);
  for (int step = 0; step < 60; ++step) EXPECT_TRUE(basis.expand());
  expectRecurrence(pencil, basis);
  const auto small = ritz::hermitianEigen(basis.projected());
  for (int j = 0; j < 10; ++j)  // of the scaled pencil
    EXPECT_NEAR(small.values[small.values.size() - 1 - std::size_t(j)] * pencil.valueScale(), 299.0 - j,
                1e-10);
}

}  // namespace
