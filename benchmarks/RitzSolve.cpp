#include <ritz/benchmarks/RitzSolve.hpp>
#include <ritz/benchmarks/TpetraBridge.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <utility>

namespace ritz::bench {

namespace {

/// Never looser than the threshold. By values where these are nearly alike, since α of RelativeTo::Norm is
/// what the run happens to see of ‖A‖, and too strict to be compared where that is little. RelativeTo::Value
/// measures vectors in the length that B gives, so it is not for pairs.
void setTolerance(const Case& problem, EigenOptions& options) {
  const double high = problem.largestWanted(), low = problem.smallestWanted();
  if (!problem.mass && high < 1.5 * low) {
    options.relativeTo = RelativeTo::Value;
    options.tolerance = problem.threshold / high;
  } else {
    options.tolerance = problem.threshold / (problem.norm + high * problem.massNorm);
  }
}

}  // namespace

Answer solveBy(const Method& method, const Task& task) {
  const Case& problem = task.problem;
  EigenOptions options;
  options.numPairs = problem.k;
  if (!problem.largest) options.which = Smallest{};
  options.method = method;
  options.seed = task.seed;
  setTolerance(problem, options);
  EigenProblem<double> pencil{tpetra(problem.A)};
  if (problem.mass) pencil.mass = tpetra(*problem.mass);
  if (problem.preconditioner) pencil.preconditioner = tpetra(*problem.preconditioner);
  const auto result = eigsolve<double>(pencil, options);
  Answer answer;
  answer.saysConverged = result.allConverged();
  answer.values = result.values;
  if (result.vectors) append(*result.vectors, answer.vectors);
  answer.verificationColumns = result.applications.verificationColumns;
  answer.note = answer.saysConverged ? result.method.why : result.reason;
  return answer;
}

Solver entry(const std::string& name, std::function<Method(const Case&)> method, const std::string& memory) {
  return {name,
          [method = std::move(method)](const Task& task) { return solveBy(method(task.problem), task); },
          Criterion::Absolute, true, memory};
}

}  // namespace ritz::bench
