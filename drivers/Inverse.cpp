#include <ritz/drivers/Inverse.hpp>
#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/operators/KrylovInverse.hpp>

#include <algorithm>

namespace ritz {

namespace {

std::shared_ptr<const Tpetra::CrsMatrix<double>> matrixOf(const OperatorPtr<double>& op) {
  const auto matrix = assembledMatrix<double>(op);
  if (op && !matrix)
    throw InvalidOption(
        "--inverse factor: a sparse factorisation needs A and B that show their entries; give --matrix, or "
        "take --inverse krylov");
  return matrix;
}

double shiftOf(const SolverArguments& given) {
  if (given.sigma) return *given.sigma;
  if (given.interval.size() == 2) return given.interval[0] + (given.interval[1] - given.interval[0]) / 2;
  return 0.0;
}

/// A little more accurate than the pairs.
double innerTolerance(const SolverArguments& given) {
  return std::clamp(1e-2 * given.tolerance, 1e-12, 1e-4);
}

}  // namespace

void addInverse(const SolverArguments& given, EigenProblem<double>& problem) {
  if (given.inverse == "none") return;
  const bool isFactor = given.inverse == "factor";
  const bool wantsLargest = given.which == "largest" || given.which == "largest-magnitude";
  const auto inverseOf = [&](const OperatorPtr<double>& A, const OperatorPtr<double>& B,
                             double sigma) -> OperatorPtr<double> {
    if (isFactor) return makeFactoredInverse<double>(matrixOf(A), matrixOf(B), sigma);
    return makeKrylovInverse<double>(A, B, sigma, {innerTolerance(given), problem.preconditioner});
  };
  if (!wantsLargest)
    problem.shiftInverse = inverseOf(problem.A, problem.mass, shiftOf(given));
  else if (problem.mass && isFactor)
    problem.massInverse = inverseOf(problem.mass, nullptr, 0.0);
}

}  // namespace ritz
