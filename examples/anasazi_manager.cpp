// For programs written for Anasazi: another solver manager, the problem and the way to its solution are the
// same.
#include <ritz/anasazi/LanczosSolMgr.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/ritz.hpp>

#include <AnasaziBasicEigenproblem.hpp>
#include <AnasaziTpetraAdapter.hpp>

#include <cstdio>

using MV = Tpetra::MultiVector<double>;
using OP = Tpetra::Operator<double>;

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const Teuchos::RCP<const OP> A =
      Teuchos::rcp(new ritz::Laplacian3d<double>(ritz::worldComm(), {12, 11, 10}, {1.0, 1.0, 1.0}));
  const auto start = Teuchos::rcp(new MV(A->getDomainMap(), 1));
  start->randomize();
  const auto problem = Teuchos::rcp(new Anasazi::BasicEigenproblem<double, MV, OP>(A, start));
  problem->setHermitian(true);
  problem->setNEV(4);
  problem->setProblem();

  Teuchos::ParameterList parameters;
  parameters.set("Which", "LR");
  parameters.set("Num Blocks", 30);
  parameters.set("Convergence Tolerance", 1e-10);
  ritz::LanczosSolMgr<double, MV, OP> manager(problem, parameters);
  const bool converged = manager.solve() == Anasazi::Converged;

  if (ritz::worldComm()->getRank() != 0) return converged ? 0 : 1;
  for (const auto& value : problem->getSolution().Evals) std::printf("%.8f\n", value.realpart);
  return converged ? 0 : 1;
}
