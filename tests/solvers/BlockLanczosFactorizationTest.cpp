#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/solvers/BlockLanczosFactorization.hpp>
#include <ritz/solvers/MassInverse.hpp>

#include "solvers/Recurrence.hpp"
#include "solvers/Traps.hpp"

namespace {

using Basis = ritz::BlockLanczosFactorization<double>;

TEST(BlockLanczosFactorization, KeepsTheRecurrenceAndOrthonormality) {
  const ritz::EigenProblem<double> problem{
      std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 400)};
  const ritz::Pencil<double> pencil(problem, {});
  Basis basis(ritz::pencilMap(pencil), 40, recurrence::start(pencil.map, 4), 0);
  const long before = pencil.A->count().columns;
  for (int step = 0; step < 10; ++step) EXPECT_TRUE(basis.expand());
  EXPECT_EQ(basis.size(), 40);
  EXPECT_EQ(basis.steps(), 10);
  EXPECT_EQ(pencil.A->count().columns - before, 40);
  recurrence::expectHeld(pencil, basis, 1e-13);
}

TEST(BlockLanczosFactorization, KeepsThemThroughRestartsOfAnyNumberOfColumns) {
  const ritz::EigenProblem<double> problem{
      std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 400)};
  const ritz::Pencil<double> pencil(problem, {});
  Basis basis(ritz::pencilMap(pencil), 30, recurrence::start(pencil.map, 3), 0);
  for (int restart = 0; restart < 6; ++restart) {
    recurrence::fillAndRestart(basis, 30, 10 + restart);
    recurrence::expectHeld(pencil, basis, 1e-12);
  }
}

TEST(BlockLanczosFactorization, ReplacesWhatVanishesInAnInvariantSubspace) {
  const auto map = ritz::makeMap(50);
  const ritz::EigenProblem<double> problem{traps::diagonal(map, [](auto g) { return g < 25 ? 1.0 : 2.0; })};
  const ritz::Pencil<double> pencil(problem, {});
  Basis basis(ritz::pencilMap(pencil), 20, recurrence::start(map, 4), 0);
  for (int step = 0; step < 5; ++step) EXPECT_TRUE(basis.expand());
  recurrence::expectHeld(pencil, basis, 1e-13);
}

TEST(BlockLanczosFactorization, ReplacesDependentStartVectors) {
  const ritz::EigenProblem<double> problem{
      std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 100)};
  const ritz::Pencil<double> pencil(problem, {});
  auto X = recurrence::start(pencil.map, 3);
  X.getVectorNonConst(1)->update(2.0, *X.getVector(0), 0.0);
  X.getVectorNonConst(2)->putScalar(0.0);
  Basis basis(ritz::pencilMap(pencil), 12, X, 0);
  for (int step = 0; step < 4; ++step) EXPECT_TRUE(basis.expand());
  recurrence::expectHeld(pencil, basis, 1e-13);
}

TEST(BlockLanczosFactorization, WorksInTheMassInnerProduct) {
  const auto map = ritz::makeMap(120);
  ritz::EigenProblem<double> problem{traps::diagonal(map, [](auto g) { return 1.0 + double(g); })};
  problem.mass = traps::diagonal(map, [](auto g) { return 1.0 + 0.5 * double(g % 4); });
  ritz::Pencil<double> pencil(problem, {});
  pencil.massInverse =
      std::make_shared<ritz::MeasuredOperator<double>>(ritz::makeMassInverse(pencil, 1e-12), "B⁻¹");
  Basis basis(ritz::pencilMap(pencil), 30, recurrence::start(map, 5), 0);
  for (int step = 0; step < 6; ++step) basis.expand();
  recurrence::expectHeld(pencil, basis, 1e-11);
}

}  // namespace
