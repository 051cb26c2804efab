#include <ritz/benchmarks/TpetraBridge.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace ritz;
using namespace ritz::bench;

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
  const auto result = eigsolve<double>(pencil, options);
  Answer answer;
  answer.saysConverged = result.allConverged();
  answer.values = result.values;
  if (result.vectors) append(*result.vectors, answer.vectors);
  answer.verificationColumns = result.applications.verificationColumns;
  if (!answer.saysConverged) answer.note = result.reason;
  return answer;
}

/// To add a method of ritz::Method, add a line to the list below.
Solver entry(const std::string& name, std::function<Method(const Case&)> method, const std::string& memory) {
  return {name, [method](const Task& task) { return solveBy(method(task.problem), task); },
          Criterion::Absolute, true, memory};
}

std::vector<Solver> solvers() {
  return {
      entry(
          "auto", [](const Case&) { return Auto{}; }, "its own"),
      entry(
          "lanczos", [](const Case& c) { return Lanczos{c.basis}; }, "basis"),
      entry(
          "lanczos-filtered",
          [](const Case& c) {
            return Lanczos{c.basis, -1};
          },
          "basis"),
      entry(
          "krylov-schur",
          [](const Case& c) {
            return KrylovSchur{c.basis, 1};
          },
          "basis"),
      entry(
          "lobpcg", [](const Case&) { return Lobpcg{}; }, "9 blocks"),
      entry(
          "davidson", [](const Case& c) { return Davidson{c.basis}; }, "2 basis"),
  };
}

}  // namespace

int main(int argc, char** argv) {
  Runtime runtime(&argc, &argv);
  return benchmark(argc, argv, "ritz", buildInfo().version, solvers());
}
