#include <ritz/benchmarks/InteriorCase.hpp>
#include <ritz/benchmarks/PetscMatrix.hpp>

#include <slepceps.h>

#include <chrono>

namespace ritz::bench {

namespace {

using Clock = std::chrono::steady_clock;

/// Ends a run at `end`, looked at once a restart.
PetscErrorCode stopInTime(EPS eps, PetscInt its, PetscInt most, PetscInt converged, PetscInt wanted,
                          EPSConvergedReason* reason, void* end) {
  PetscCall(EPSStoppingBasic(eps, its, most, converged, wanted, reason, nullptr));
  if (*reason == EPS_CONVERGED_ITERATING && Clock::now() > *static_cast<const Clock::time_point*>(end))
    *reason = EPS_DIVERGED_ITS;
  return 0;
}

std::vector<double> valuesOf(EPS eps) {
  PetscInt found = 0;
  requirePetsc(EPSGetConverged(eps, &found));
  std::vector<double> values;
  for (PetscInt j = 0; j < found; ++j) {
    PetscScalar value = 0;
    requirePetsc(EPSGetEigenvalue(eps, j, &value, nullptr));
    values.push_back(value);
  }
  return values;
}

/// Krylov-Schur with the memory that Ritz takes, after `configure`.
template <class Configure>
InteriorAnswer solve(const CountedOperator& product, double tolerance, double seconds,
                     const Configure& configure) {
  constexpr int K = InteriorCase::NumPairs;
  auto end =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  Mat matrix = petscShell(product);
  EPS eps = nullptr;
  requirePetsc(EPSCreate(PETSC_COMM_SELF, &eps));
  requirePetsc(EPSSetOperators(eps, matrix, nullptr));
  requirePetsc(EPSSetProblemType(eps, EPS_HEP));
  requirePetsc(EPSSetType(eps, EPSKRYLOVSCHUR));
  requirePetsc(EPSSetDimensions(eps, K, 3 * K + 30, PETSC_DEFAULT));
  requirePetsc(EPSSetConvergenceTest(eps, EPS_CONV_ABS));
  requirePetsc(EPSSetTolerances(eps, tolerance, 100000000));
  requirePetsc(EPSSetStoppingTestFunction(eps, stopInTime, &end, nullptr));
  configure(eps);
  requirePetsc(EPSSolve(eps));
  InteriorAnswer answer{valuesOf(eps), false};
  answer.isDone = answer.values.size() >= K;
  requirePetsc(EPSDestroy(&eps));
  requirePetsc(MatDestroy(&matrix));
  return answer;
}

double tolerance(const InteriorCase& problem) { return InteriorCase::Tolerance * problem.norm; }

InteriorAnswer harmonic(const InteriorCase& problem, double seconds) {
  return solve(*problem.A, tolerance(problem), seconds, [&](EPS eps) {
    requirePetsc(EPSSetWhichEigenpairs(eps, EPS_TARGET_MAGNITUDE));
    requirePetsc(EPSSetTarget(eps, problem.sigma));
    requirePetsc(EPSSetExtraction(eps, EPS_HARMONIC));
  });
}

InteriorAnswer smallestFolded(const InteriorCase& problem, double seconds) {
  return solve(folded(problem), problem.foldedTolerance(), seconds,
               [](EPS eps) { requirePetsc(EPSSetWhichEigenpairs(eps, EPS_SMALLEST_REAL)); });
}

/// All values in an interval, which it has to be told, by a polynomial.
InteriorAnswer filter(const InteriorCase& problem, double seconds) {
  const double a = problem.sigma - problem.half, b = problem.sigma + problem.half;
  return solve(*problem.A, tolerance(problem), seconds, [&](EPS eps) {
    ST transform = nullptr;
    requirePetsc(EPSSetWhichEigenpairs(eps, EPS_ALL));
    requirePetsc(EPSSetInterval(eps, a, b));
    requirePetsc(EPSGetST(eps, &transform));
    requirePetsc(STSetType(transform, STFILTER));
    requirePetsc(STFilterSetInterval(transform, a, b));
    requirePetsc(STFilterSetRange(transform, 0.0, 1.0001 * problem.norm));
  });
}

}  // namespace

InteriorSolvers interiorSlepc() {
  return {{"slepc-harmonic", harmonic}, {"slepc-folded", smallestFolded}, {"slepc-filter", filter}};
}

}  // namespace ritz::bench
