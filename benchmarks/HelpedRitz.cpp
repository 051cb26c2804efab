#include <ritz/benchmarks/HelpedSolve.hpp>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/operators/Preconditioner.hpp>
#include <ritz/solvers/eigsolve.hpp>

namespace ritz::bench {

std::vector<std::string> ritzSolvers(const std::string& kind) {
  if (kind == "factor") return {"ritz-auto"};
  return {"ritz-auto", "ritz-lobpcg"};
}

HelpedAnswer solveByRitz(const ReferenceCase& problem, const std::string& solver, const Help& help) {
  EigenOptions options;
  options.numPairs = static_cast<int>(problem.smallest.size());
  options.which = Smallest{};
  options.tolerance = help.tolerance;
  options.seed = help.seed;
  if (solver == "ritz-lobpcg") options.method = Lobpcg{};
  const WallClock clock;
  EigenProblem<double> pencil{problem.A, problem.B};
  if (help.kind == "factor") {
    pencil.shiftInverse = makeFactoredInverse<double>(problem.matrix, problem.mass);
  } else {
    PreconditionerOptions<double> kind;
    if (help.kind == "ilu") kind.kind = Ilu{};
    if (help.kind == "amg") kind.kind = Amg{help.degree};
    pencil.preconditioner = makePreconditioner<double>(problem.A, kind, problem.B);
  }
  const auto result = eigsolve<double>(pencil, options);
  HelpedAnswer answer;
  answer.seconds = clock.seconds();
  const auto& counts = result.applications;
  answer.values = result.values;
  answer.applications = counts.A.columns;
  answer.verification = counts.verificationColumns;
  answer.helped = help.kind == "factor" ? counts.inverse.columns : counts.preconditioner.columns;
  answer.factorizations = counts.factorizations;
  answer.note = result.allConverged() ? result.method.name : result.reason;
  return answer;
}

}  // namespace ritz::bench
