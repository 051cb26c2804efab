#include <ritz/drivers/Inverse.hpp>
#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/operators/KrylovInverse.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace ritz {

namespace {

std::shared_ptr<const Tpetra::CrsMatrix<double>> matrixOf(const OperatorPtr<double>& op) {
  const auto matrix = assembledMatrix<double>(op);
  if (op && !matrix)
    throw InvalidOption(
        "--inverse factor: a sparse factorisation needs A and B that show their entries, as matrices from "
        "files and built-in operators do; take --inverse krylov");
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

/// At the upper end an inverse serves for B alone, which is solved with by conjugate gradients as it is.
void refuseWithoutUse(const SolverArguments& given, bool hasMass, bool isFactor) {
  if (hasMass && isFactor) return;
  throw InvalidOption(fmt::format(
      "--inverse {} with --which {}: an inverse leads to values near a point, {}; leave it out",
      given.inverse, given.which,
      hasMass ? "and B is solved with by conjugate gradients already" : "and these are found without one"));
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
  if (!wantsLargest) {
    problem.shiftInverse = inverseOf(problem.A, problem.mass, shiftOf(given));
    return;
  }
  refuseWithoutUse(given, problem.mass != nullptr, isFactor);
  problem.massInverse = inverseOf(problem.mass, nullptr, 0.0);
}

}  // namespace ritz
