#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/ShiftInverse.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/Checkpoint.hpp>
#include <ritz/solvers/Constraints.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/RandomizedSolve.hpp>
#include <ritz/solvers/ResultAssembly.hpp>
#include <ritz/solvers/SolveRun.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace ritz {

namespace {

/// Residuals below the rounding of a product cannot be had, nor checked.
template <class S>
void requireReachable(const EigenProblem<S>& problem, double tolerance) {
  double rounding = roundingOf(*problem.A);
  if (problem.mass) rounding = std::max<double>(rounding, roundingOf(*problem.mass));
  if (tolerance >= rounding) return;
  const bool inDouble = rounding <= std::numeric_limits<double>::epsilon();
  throw InvalidOption(
      fmt::format("eigsolve: asked for a tolerance of {:.1e}, but products with A{} are rounded to {:.1e} of "
                  "their size; give {:.0e} or more{}",
                  tolerance, problem.mass ? " and B" : "", rounding, 10 * rounding,
                  inDouble ? "" : ", or operators in double precision"));
}

/// B u = μ A u for A u = λ B u with singular B: the largest μ = 1/λ are the smallest positive λ.
template <class S>
EigenProblem<S> swapped(const EigenProblem<S>& problem) {
  EigenProblem<S> result;
  result.A = problem.mass;
  result.mass = problem.A;
  return result;
}

template <class S>
EigenResult<S> solveSwapped(const EigenProblem<S>& problem, const EigenOptions& options,
                            const Start<S>& start, Monitor* monitor) {
  const char* singular =
      "eigsolve: the mass operator B is singular, or too ill conditioned to be inverted by conjugate "
      "gradients; ";
  if (!std::holds_alternative<Smallest>(options.which))
    throw IndefiniteMass(std::string(singular) +
                         "the largest values are infinite then: ask for the smallest, or give B's inverse");
  if (options.relativeTo == RelativeTo::Value)
    throw NotSupported(std::string(singular) +
                       "the tolerance relative to the value is not built for that case yet");
  EigenOptions other = options;
  other.which = Largest{};
  const auto outcome = [&] {
    try {
      return SolveRun<S>(swapped(problem), other, start, monitor, true).solve();
    } catch (const IndefiniteMass&) {
      throw IndefiniteMass(
          std::string(singular) +
          "the smallest values can be had if A is positive definite, which it is not; shift the "
          "problem: A + σB with σ > 0 has values λ + σ");
    } catch (const SingularMassFound&) {
      throw IndefiniteMass(
          std::string(singular) +
          "and A is singular too; give a preconditioner or an inverse, or shift the problem: A + σB "
          "with σ > 0 has values λ + σ");
    }
  };
  return assembleSwapped(problem, options, outcome());
}

/// The inverse of A, if there is one among what was given.
template <class S>
OperatorPtr<S> inverseOfA(const EigenProblem<S>& problem) {
  const auto inverse = std::dynamic_pointer_cast<const ShiftInverse<S>>(problem.shiftInverse);
  if (!inverse) return nullptr;
  const auto atZero = inverse->shift() == Real<S>(0) ? inverse : inverse->movedTo(Real<S>(0));
  if (atZero->numBelow().value_or(0) > 0)
    throw IndefiniteMass(
        "eigsolve: asked for pairs of A u = λ B u, found that A and B are both indefinite; one of them, or a "
        "combination that takes its place, has to be definite");
  return atZero;
}

/// Buckling: B u = μ A u for A u = λ B u with indefinite B and definite A; the largest |μ| = 1/|λ|.
template <class S>
EigenResult<S> solveBuckling(const EigenProblem<S>& problem, const EigenOptions& options,
                             const Start<S>& start, Monitor* monitor) {
  EigenProblem<S> other = swapped(problem);
  other.massInverse = inverseOfA(problem);
  EigenOptions magnitude = options;
  magnitude.which = LargestMagnitude{};
  return assembleSwapped(problem, options, SolveRun<S>(other, magnitude, start, monitor, true).solve());
}

template <class S>
bool asksForBuckling(const EigenProblem<S>& problem, const EigenOptions& options) {
  const auto* near = std::get_if<Nearest>(&options.which);
  return problem.mass && options.relativeTo == RelativeTo::Norm &&
         (std::holds_alternative<SmallestMagnitude>(options.which) || (near && near->sigma == 0.0));
}

/// Whether the checkpoint to go on from, if any, is of the swapped problem.
template <class S>
bool continuesSwapped(const EigenProblem<S>& problem, const Start<S>& start) {
  if (start.resume.empty()) return false;
  if (start.vectors || start.previous)
    throw InvalidOption("eigsolve: asked to go on from a checkpoint and from vectors; give one of them");
  return problem.mass && readIdentity(*problem.A->getDomainMap()->getComm(), start.resume).isSwapped;
}

template <class S>
EigenResult<S> solveFree(const EigenProblem<S>& problem, const EigenOptions& options, const Start<S>& start,
                         Monitor* monitor) {
  const bool mayBuckle = asksForBuckling(problem, options);
  if (continuesSwapped(problem, start))
    return mayBuckle ? solveBuckling(problem, options, start, monitor)
                     : solveSwapped(problem, options, start, monitor);
  Start<S> anew = start;
  anew.resume.clear();
  try {
    if (const auto sketching = randomizedChoice(options.method))
      return assemble(problem, options, solveRandomized(problem, options, *sketching, start, monitor));
    SolveRun<S> run(problem, options, start, monitor);
    return assemble(problem, options, run.solve());
  } catch (const SingularMassFound&) {
    return solveSwapped(problem, options, anew, monitor);
  } catch (const IndefiniteMass&) {
    if (!mayBuckle) throw;
    return solveBuckling(problem, options, anew, monitor);
  }
}

template <class S>
EigenResult<S> solveConstrained(const EigenProblem<S>& problem, const EigenOptions& options,
                                const Start<S>& start, Monitor* monitor) {
  const Constraints<S> constraints(problem, options.which, options.numPairs);
  EigenResult<S> result = solveFree(constraints.problem(), options, start, monitor);
  result.problem = problem;
  result.method.why += "; " + constraints.describe();
  if (!result.vectors) return result;
  auto vectors = std::make_shared<MultiVector<S>>(*result.vectors, Teuchos::Copy);
  constraints.project(*vectors);  // of what the tolerance leaves
  result.vectors = std::move(vectors);
  return result;
}

}  // namespace

template <class S>
EigenResult<S> eigsolve(const EigenProblem<S>& problem, const EigenOptions& options, const Start<S>& start,
                        Monitor* monitor) {
  validate(problem);
  validate(options, static_cast<long long>(problem.A->getDomainMap()->getGlobalNumElements()));
  requireReachable(problem, options.tolerance);
  raiseOperatorFailure(*problem.A->getDomainMap()->getComm(), "eigsolve: in a product before the solve");
  return problem.constraints ? solveConstrained(problem, options, start, monitor)
                             : solveFree(problem, options, start, monitor);
}

#define RITZ_EIGSOLVE(S) \
  template EigenResult<S> eigsolve<S>(const EigenProblem<S>&, const EigenOptions&, const Start<S>&, Monitor*);
RITZ_FOR_EACH_SCALAR(RITZ_EIGSOLVE)

}  // namespace ritz
