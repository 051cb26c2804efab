#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/MassInverse.hpp>

#include "solvers/Recurrence.hpp"
#include "solvers/Traps.hpp"

namespace {

using MV = ritz::MultiVector<double>;

using recurrence::identity;

/// Three-term steps lose 1e-11 at most.
void expectRecurrence(const ritz::Pencil<double>& pencil, const ritz::LanczosFactorization<double>& basis) {
  recurrence::expectHeld(pencil, basis, 1e-11);
}

TEST(LanczosFactorization, KeepsTheRecurrenceAndOrthonormality) {
  const ritz::EigenProblem<double> problem{
      std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 400)};
  const ritz::Pencil<double> pencil(problem, {});
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 40, recurrence::start(pencil.map),
                                           nullptr, 0);
  for (int step = 0; step < 40; ++step) EXPECT_TRUE(basis.expand());
  EXPECT_EQ(basis.size(), 40);
  expectRecurrence(pencil, basis);
}

TEST(LanczosFactorization, KeepsThemThroughRestarts) {
  const ritz::EigenProblem<double> problem{
      std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 400)};
  const ritz::Pencil<double> pencil(problem, {});
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 24, recurrence::start(pencil.map),
                                           nullptr, 0);
  for (int restart = 0; restart < 6; ++restart) {
    recurrence::fillAndRestart(basis, 24, 12);
    expectRecurrence(pencil, basis);
  }
}

TEST(LanczosFactorization, ContinuesFromAFreshDirectionInAnInvariantSubspace) {
  const auto map = ritz::makeMap(50);
  const ritz::EigenProblem<double> problem{traps::diagonal(map, [](auto g) { return g < 25 ? 1.0 : 2.0; })};
  const ritz::Pencil<double> pencil(problem, {});
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 10, recurrence::start(map), nullptr, 0);
  for (int step = 0; step < 10; ++step) EXPECT_TRUE(basis.expand());
  expectRecurrence(pencil, basis);
}

TEST(LanczosFactorization, SaysWhenTheSpaceIsFull) {
  const auto map = ritz::makeMap(6);
  const ritz::EigenProblem<double> problem{traps::diagonal(map, [](auto g) { return double(g); })};
  const ritz::Pencil<double> pencil(problem, {});
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 6, recurrence::start(map), nullptr, 0);
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
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 30, recurrence::start(map), nullptr, 0);
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
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 20, recurrence::start(map), &U, 0);
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
  ritz::LanczosFactorization<double> basis(ritz::pencilMap(pencil), 60, recurrence::start(map), nullptr, 0);
  for (int step = 0; step < 60; ++step) EXPECT_TRUE(basis.expand());
  expectRecurrence(pencil, basis);
  const auto small = ritz::hermitianEigen(basis.projected());
  for (int j = 0; j < 10; ++j)  // of the scaled pencil
    EXPECT_NEAR(small.values[small.values.size() - 1 - std::size_t(j)] * pencil.valueScale(), 299.0 - j,
                1e-10);
}

}  // namespace
