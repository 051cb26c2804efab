#include <ritz/drivers/Nearest.hpp>
#include <ritz/drivers/OfferedWords.hpp>
#include <ritz/drivers/SolverWords.hpp>
#include <ritz/drivers/SvdArguments.hpp>
#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FactoredPseudoInverse.hpp>
#include <ritz/operators/NormalPreconditioner.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>

namespace ritz {

namespace {

const std::vector<std::string> ends{"largest", "smallest"}, inverses{"auto", "none", "factor"};

/// From here on the smallest values are not found in a basis of the whole space.
constexpr Tpetra::global_size_t Large = 1000;

PreconditionerOptions<double> preconditionerOptions(const std::string& name) {
  if (name == "jacobi") return {Jacobi{}};
  if (name == "ilu") return {Ilu{2}};
  if (name == "chebyshev") return {Chebyshev{}};
  return {Amg{}};
}

void declareLimits(CLI::App& app, Budget& budget) {
  const char* limits = "Limits (the best triplets so far are written, the exit status is 3)";
  app.add_option("--max-applications", budget.maxApplications,
                 "Vectors multiplied by A and by its transpose (default: 100 n + 20000)")
      ->type_name("N")
      ->group(limits);
  app.add_option("--time-limit", budget.seconds, "Wall-clock time of the solve (default: none)")
      ->type_name("SECONDS")
      ->group(limits);
}

void declareHelp(CLI::App& app, SvdArguments& to) {
  offer(
      app.add_option("--inverse", to.inverse,
                     "For the smallest: factor (a sparse factorisation of [0 A; A^T 0], which also counts "
                     "values), none, or auto: factor for more than 1000 rows and columns, where there is no "
                     "preconditioner")
          ->type_name("NAME")
          ->capture_default_str()
          ->group("How"),
      inverses);
  offer(app.add_option("--preconditioner", to.preconditioner,
                       "For the smallest, of A^T A (of A A^T where A has more columns than rows): none, "
                       "jacobi, ilu, chebyshev (polynomial), amg (multigrid)")
            ->type_name("NAME")
            ->capture_default_str()
            ->group("How"),
        SolverWords().preconditioners);
}

}  // namespace

void SvdArguments::declare(CLI::App& app) {
  const char* group = "Which triplets";
  app.add_option("-k", typed.numTriplets, "How many")->type_name("N")->capture_default_str()->group(group);
  offer(app.add_option("--which", which, "largest, smallest")
            ->type_name("END")
            ->capture_default_str()
            ->group(group),
        ends);
  app.add_option("--tolerance", typed.tolerance,
                 "A triplet has converged when |A v - sigma u| and |A^T u - sigma v| together are <= "
                 "tolerance |A|")
      ->type_name("EPS")
      ->capture_default_str()
      ->group(group);
  app.add_option("--basis", typed.basis, "Vectors kept of each kind before a restart (default: max(30, 3 k))")
      ->type_name("M")
      ->group("How");
  declareHelp(app, *this);
  declareLimits(app, typed.budget);
}

SvdOptions SvdArguments::options(std::uint64_t seed) const {
  SvdOptions options = typed;
  options.seed = seed;
  if (oneOf("--which", which, ends) == "smallest") options.which = Smallest{};
  oneOf("--inverse", inverse, inverses);
  oneOf("--preconditioner", preconditioner, SolverWords().preconditioners);
  if (which == "largest" && (inverse == "factor" || preconditioner != "none"))
    throw InvalidOption(
        "--inverse and --preconditioner serve the smallest values, and the largest are asked for; give "
        "--which smallest, or leave them out");
  if (inverse == "factor" && preconditioner != "none")
    throw InvalidOption("--inverse factor needs no preconditioner; give one of both");
  return options;
}

SvdProblem<double> SvdArguments::problemOf(const OperatorPtr<double>& A) const {
  SvdProblem<double> problem{A};
  if (which == "largest") return problem;
  const auto size =
      std::min(A->getDomainMap()->getGlobalNumElements(), A->getRangeMap()->getGlobalNumElements());
  if (preconditioner != "none")
    problem.preconditioner = makeNormalPreconditioner<double>(A, preconditionerOptions(preconditioner));
  else if (inverse == "factor" || (inverse == "auto" && size > Large && hasFactorization()))
    problem.inverse = makeFactoredPseudoInverse<double>(assembledMatrix<double>(A));
  return problem;
}

}  // namespace ritz
