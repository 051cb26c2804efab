#include "solvers/Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/anasazi/LanczosSolMgr.hpp>

#include <AnasaziBasicEigenproblem.hpp>
#include <AnasaziTpetraAdapter.hpp>

namespace {

using namespace ritz::test;
using MV = ritz::MultiVector<double>;
using OP = ritz::Operator<double>;
using Problem = Anasazi::BasicEigenproblem<double, MV, OP>;
using Manager = ritz::LanczosSolMgr<double, MV, OP>;

constexpr ritz::GlobalIndex n = 120;
constexpr int k = 5;

ritz::OperatorPtr<double> ramp() {
  return rotatedOperator(ritz::makeMap(n), [](ritz::GlobalIndex g) { return 1.0 + real(g); });
}

ritz::OperatorPtr<double> mass() {
  return diagonalOperator(ritz::makeMap(n), [](ritz::GlobalIndex g) { return 1.0 + 0.01 * real(g); });
}

Teuchos::RCP<Problem> problemOf(const ritz::OperatorPtr<double>& A, const ritz::OperatorPtr<double>& M = {}) {
  const auto problem = Teuchos::rcp(new Problem);
  problem->setOperator(ritz::toRcp(A));
  if (M) problem->setM(ritz::toRcp(M));
  problem->setInitVec(Teuchos::rcp(new MV(hashBlock(A->getDomainMap(), 1, 7), Teuchos::Copy)));
  problem->setNEV(k);
  problem->setHermitian(true);
  problem->setProblem();
  return problem;
}

Teuchos::ParameterList parameters(const std::string& which) {
  Teuchos::ParameterList list;
  list.set("Which", which);
  list.set("Num Blocks", 40);
  list.set("Convergence Tolerance", 1e-9);
  return list;
}

/// The same by eigsolve, from the same start.
ritz::EigenResult<double> solved(const Problem& problem, const ritz::OperatorPtr<double>& A,
                                 const ritz::OperatorPtr<double>& M, const ritz::Which& which) {
  ritz::EigenOptions options;
  options.numPairs = k;
  options.which = which;
  options.tolerance = 1e-9;
  options.method = ritz::Lanczos{40};
  return ritz::eigsolve<double>({A, M}, options, {Teuchos::get_shared_ptr(problem.getInitVec())});
}

std::string refusalOf(const Teuchos::RCP<Problem>& problem, const Teuchos::ParameterList& list) {
  try {
    Manager manager(problem, list);
  } catch (const ritz::InvalidOption& error) {
    return error.what();
  }
  return "none";
}

template <class T>
std::string refusalOf(const std::string& name, const T& value) {
  Teuchos::ParameterList list;
  list.set(name, value);
  return refusalOf(problemOf(ramp()), list);
}

}  // namespace

TEST(LanczosSolMgr, FindsWhatEigsolveFinds) {
  const std::vector<std::pair<std::string, ritz::Which>> ends{
      {"LR", ritz::Largest{}}, {"SR", ritz::Smallest{}}, {"LM", ritz::LargestMagnitude{}}};
  for (const auto& M : {ritz::OperatorPtr<double>(), mass()})
    for (const auto& [name, which] : ends) {
      SCOPED_TRACE(name + (M ? " with M" : ""));
      const auto problem = problemOf(ramp(), M);
      Manager manager(problem, parameters(name));

      ASSERT_EQ(manager.solve(), Anasazi::Converged);

      const auto& solution = problem->getSolution();
      const auto expected = solved(*problem, ramp(), M, which);
      ASSERT_EQ(solution.numVecs, k);
      ASSERT_EQ(solution.Evals.size(), static_cast<std::size_t>(k));
      for (std::size_t j = 0; j < k; ++j) {
        EXPECT_NEAR(solution.Evals[j].realpart, expected.values[j], 1e-12 * real(n)) << j;
        EXPECT_EQ(solution.Evals[j].imagpart, 0.0) << j;
        EXPECT_EQ(solution.index[j], 0) << j;
      }
      EXPECT_LE(distance(*solution.Evecs, *expected.vectors), 1e-8);
      EXPECT_EQ(manager.getNumIters(), expected.iterations);
      EXPECT_EQ(manager.result().applications.A.columns, expected.applications.A.columns);
    }
}

TEST(LanczosSolMgr, LeavesResidualsThatAnasaziConfirms) {
  const auto problem = problemOf(ramp(), mass());
  Manager manager(problem, parameters("LR"));
  ASSERT_EQ(manager.solve(), Anasazi::Converged);

  const auto R = problem->computeCurrResVec();

  // tolerance·(α + |θ| β)‖v‖₂ with α, |θ| ≤ 120, β ≤ 2.2 and ‖v‖₂ ≤ 1 for M ≥ 1.
  for (std::size_t j = 0; j < k; ++j) EXPECT_LE(R->getVector(j)->norm2(), 1e-9 * (120 + 120 * 2.2)) << j;
}

TEST(LanczosSolMgr, ServesWhoeverKnowsSolverManagersAlone) {
  const auto problem = problemOf(ramp());
  const Teuchos::RCP<Anasazi::SolverManager<double, MV, OP>> manager =
      Teuchos::rcp(new Manager(problem, parameters("LR")));

  EXPECT_EQ(manager->solve(), Anasazi::Converged);

  EXPECT_EQ(&manager->getProblem(), problem.get());
  EXPECT_NEAR(problem->getSolution().Evals.front().realpart, real(n), 2e-9 * real(n));
}

TEST(LanczosSolMgr, UsesTheInverseOfTheMass) {
  auto list = parameters("LR");
  const auto inverse =
      diagonalOperator(ritz::makeMap(n), [](ritz::GlobalIndex g) { return 1.0 / (1.0 + 0.01 * real(g)); });
  list.set("Mass Inverse", Teuchos::RCP<const OP>(ritz::toRcp(inverse)));
  const auto problem = problemOf(ramp(), mass());
  Manager manager(problem, list);

  EXPECT_EQ(manager.solve(), Anasazi::Converged);

  EXPECT_GT(manager.result().applications.massInverse.columns, 0);
}

TEST(LanczosSolMgr, KeepsWhatHasConvergedWhenItMustStop) {
  auto list = parameters("LR");
  list.set("Maximum Restarts", 0);
  const auto problem = problemOf(ramp());
  Manager manager(problem, list);

  EXPECT_EQ(manager.solve(), Anasazi::Unconverged);

  EXPECT_EQ(manager.getNumIters(), 40);
  EXPECT_EQ(problem->getSolution().numVecs, manager.result().numConverged());
  EXPECT_LT(problem->getSolution().numVecs, k);
  EXPECT_EQ(manager.result().values.size(), static_cast<std::size_t>(k));
}

TEST(LanczosSolMgr, RefusesParametersItDoesNotKnow) {
  EXPECT_NE(refusalOf("Num Bloks", 30).find("'Num Bloks'; known: 'Which', 'Num Blocks'"), std::string::npos);
  EXPECT_NE(refusalOf("Num Blocks", 30.0).find("'Num Blocks' = 30; it has to be of type int"),
            std::string::npos);
  EXPECT_NE(refusalOf("Num Blocks", -1).find("0 or more"), std::string::npos);
  EXPECT_NE(refusalOf("Block Size", 4).find("'Block Size' = 4; it has to be 1"), std::string::npos);
  EXPECT_NE(refusalOf("Which", std::string("SM")).find("'LM', 'LR' or 'SR'"), std::string::npos);
  EXPECT_NE(refusalOf("Relative To", std::string("Me")).find("'Norm' or 'Value'"), std::string::npos);
}

TEST(LanczosSolMgr, RefusesProblemsThatItCannotSolve) {
  const Teuchos::ParameterList none;
  EXPECT_NE(refusalOf(Teuchos::null, none).find("setProblem()"), std::string::npos);

  const auto lopsided = problemOf(ramp());
  lopsided->setHermitian(false);
  EXPECT_NE(refusalOf(lopsided, none).find("setProblem()"), std::string::npos);  // a change undoes it
  lopsided->setProblem();
  EXPECT_NE(refusalOf(lopsided, none).find("setHermitian(true)"), std::string::npos);

  const auto transformed = problemOf(ramp(), mass());
  transformed->setA(ritz::toRcp(ramp()));
  transformed->setProblem();
  EXPECT_NE(refusalOf(transformed, none).find("'Mass Inverse'"), std::string::npos);

  const auto constrained = problemOf(ramp());
  constrained->setAuxVecs(Teuchos::rcp(new MV(hashBlock(ritz::makeMap(n), 2, 8), Teuchos::Copy)));
  constrained->setProblem();
  EXPECT_NE(refusalOf(constrained, none).find("auxiliary vectors"), std::string::npos);
}
