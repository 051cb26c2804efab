#include <ritz/benchmarks/TpetraBridge.hpp>
#include <ritz/operators/InverseOperator.hpp>
#include <ritz/operators/ProductOperator.hpp>
#include <ritz/operators/Runtime.hpp>

#include <AnasaziBasicEigenproblem.hpp>
#include <AnasaziBlockKrylovSchurSolMgr.hpp>
#include <AnasaziGeneralizedDavidsonSolMgr.hpp>
#include <AnasaziLOBPCGSolMgr.hpp>
#include <AnasaziTpetraAdapter.hpp>

#include <algorithm>
#include <memory>

using namespace ritz;
using namespace ritz::bench;

namespace {

using MV = MultiVector<double>;
using OP = Operator<double>;
using Problem = Anasazi::BasicEigenproblem<double, MV, OP>;

/// Krylov methods work on B⁻¹A (`inverted`), the others on the pair itself.
Teuchos::RCP<Problem> makeProblem(const Task& task, int startColumns, bool inverted) {
  const Case& c = task.problem;
  auto problem = Teuchos::rcp(new Problem);
  OperatorPtr<double> A = tpetra(c.A), operation = A;
  if (c.mass) {
    const OperatorPtr<double> B = tpetra(*c.mass);
    problem->setM(toRcp(B));
    if (inverted)
      operation = std::make_shared<ProductOperator<double>>(std::make_shared<InverseOperator<double>>(B), A);
  }
  problem->setA(toRcp(A));
  problem->setOperator(toRcp(operation));
  problem->setInitVec(toRcp(tpetraStart(task, startColumns)));
  problem->setHermitian(true);
  problem->setNEV(c.k);
  problem->setProblem();
  return problem;
}

Teuchos::ParameterList common(const Task& task, double tolerance) {
  Teuchos::ParameterList list;
  list.set("Which", std::string(task.problem.largest ? "LR" : "SR"));
  list.set("Convergence Tolerance", tolerance);
  list.set("Relative Convergence Tolerance", false);
  list.set("Verbosity", static_cast<int>(Anasazi::Errors));
  return list;
}

template <template <class, class, class> class Manager>
Answer run(const Teuchos::RCP<Problem>& problem, Teuchos::ParameterList list) {
  Manager<double, MV, OP> manager(problem, list);
  Answer answer;
  answer.saysConverged = manager.solve() == Anasazi::Converged;
  const auto& solution = problem->getSolution();
  for (const auto& value : solution.Evals) answer.values.push_back(value.realpart);
  if (!solution.Evecs.is_null()) append(*solution.Evecs, answer.vectors);
  return answer;
}

Answer krylovSchur(const Task& task, bool tuned) {
  auto list = common(task, task.threshold);
  list.set("Maximum Restarts", 100000);
  if (tuned) {
    list.set("Num Blocks", task.problem.basis);
    list.set("Dynamic Extra NEV", true);
    list.set("Step Size", 1);
  }
  return run<Anasazi::BlockKrylovSchurSolMgr>(makeProblem(task, 1, true), list);
}

Answer lobpcg(const Task& task, bool tuned) {
  const int block = task.problem.k + (tuned ? task.problem.k / 2 : 0);
  auto list = common(task, task.pairThreshold);
  list.set("Convergence Norm", std::string("2"));
  list.set("Block Size", block);
  list.set("Maximum Iterations", 100000);
  if (tuned) {
    list.set("Full Ortho", true);
    list.set("Use Locking", true);
    list.set("Locking Tolerance", 0.1 * task.pairThreshold);
    list.set("Relative Locking Tolerance", false);
  }
  return run<Anasazi::LOBPCGSolMgr>(makeProblem(task, block, false), list);
}

Answer davidson(const Task& task, bool tuned) {
  auto list = common(task, task.tightness * task.problem.threshold);
  list.set("Block Size", 1);
  list.set("Maximum Restarts", 100000);
  list.set("Initial Guess", std::string("User"));
  if (tuned) {
    list.set("Maximum Subspace Dimension", task.problem.basis);
    list.set("Restart Dimension", std::min(task.problem.basis - 5, task.problem.k + task.problem.k / 2));
  }
  return run<Anasazi::GeneralizedDavidsonSolMgr>(makeProblem(task, 1, false), list);
}

std::vector<Solver> solvers() {
  const auto with = [](auto method, bool tuned) {
    return [=](const Task& task) { return method(task, tuned); };
  };
  return {{"krylov-schur", with(krylovSchur, false), Criterion::Absolute, true, "3k"},
          {"krylov-schur-tuned", with(krylovSchur, true), Criterion::Absolute, true, "basis"},
          {"lobpcg", with(lobpcg, false), Criterion::Absolute, true, "9 blocks of k"},
          {"lobpcg-tuned", with(lobpcg, true), Criterion::Absolute, true, "9 blocks of 1.5 k"},
          {"davidson", with(davidson, false), Criterion::Absolute, true, "2·3k"},
          {"davidson-tuned", with(davidson, true), Criterion::Absolute, true, "2·basis"}};
}

}  // namespace

int main(int argc, char** argv) {
  Runtime runtime(&argc, &argv);
  return benchmark(argc, argv, "anasazi", buildInfo().trilinosVersion, solvers());
}
