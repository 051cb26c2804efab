#include <ritz/benchmarks/HelpedSolve.hpp>
#include <ritz/benchmarks/PetscMatrix.hpp>

#include <fmt/format.h>
#include <slepceps.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace ritz::bench {

namespace {

/// Products with a sparse matrix of PETSc's on arrays.
Product productOf(Mat matrix, PetscInt n) {
  return [matrix, n](const double* x, double* y) {
    Vec in = nullptr, out = nullptr;
    requirePetsc(VecCreateSeqWithArray(PETSC_COMM_SELF, 1, n, x, &in));
    requirePetsc(VecCreateSeqWithArray(PETSC_COMM_SELF, 1, n, y, &out));
    requirePetsc(MatMult(matrix, in, out));
    requirePetsc(VecDestroy(&in));
    requirePetsc(VecDestroy(&out));
  };
}

/// One solve; PETSc's objects live as long as it does.
class Solve {
 public:
  Solve(const ReferenceCase& problem, const Help& help)
      : problem_(problem),
        help_(help),
        n_(static_cast<PetscInt>(problem.matrix->getGlobalNumRows())),
        entries_(petscMatrix(*problem.matrix)),
        mass_(problem.mass ? petscMatrix(*problem.mass) : nullptr),
        product_(static_cast<std::size_t>(n_), problem.product ? problem.product : productOf(entries_, n_)),
        shell_(petscShell(product_)) {
    constexpr double OfSingular = 1e-8;
    if (problem.isSingular()) shifted_ = petscMatrix(*problem.matrix, OfSingular);
    if (mass_) requirePetsc(MatNorm(mass_, NORM_INFINITY, &massNorm_));
  }

  ~Solve() {
    EPSDestroy(&eps_);
    for (Mat* matrix : {&shell_, &mass_, &entries_, &shifted_}) MatDestroy(matrix);
  }

  Solve(const Solve&) = delete;
  Solve& operator=(const Solve&) = delete;

  HelpedAnswer run(const std::string& solver) {
    const WallClock clock;
    if (help_.kind == "factor")
      invert();
    else
      precondition(solver);
    requirePetsc(EPSSolve(eps_));
    HelpedAnswer answer = collect();
    answer.seconds = clock.seconds();
    return answer;
  }

 private:
  static constexpr PetscInt Most = 100000;

  PetscInt numPairs() const { return static_cast<PetscInt>(problem_.smallest.size()); }

  void begin(Mat A, EPSType type, PetscInt vectors) {
    requirePetsc(EPSCreate(PETSC_COMM_SELF, &eps_));
    requirePetsc(EPSSetOperators(eps_, A, mass_));
    requirePetsc(EPSSetProblemType(eps_, mass_ ? EPS_GHEP : EPS_HEP));
    requirePetsc(EPSSetType(eps_, type));
    requirePetsc(EPSSetConvergenceTest(eps_, EPS_CONV_ABS));
    requirePetsc(EPSSetTolerances(eps_, help_.tolerance * problem_.norm * std::sqrt(massNorm_), Most));
    requirePetsc(EPSSetDimensions(eps_, numPairs(), vectors, PETSC_DEFAULT));
  }

  /// Krylov-Schur with SLEPc's criterion, about 0, or where A has no inverse or is indefinite just below the
  /// smallest value: one factorisation, nothing is proven.
  void invert() {
    begin(entries_, EPSKRYLOVSCHUR, PETSC_DEFAULT);
    requirePetsc(EPSSetConvergenceTest(eps_, EPS_CONV_REL));
    requirePetsc(EPSSetTolerances(eps_, help_.tolerance, Most));
    const double first = problem_.smallest.front(), zero = 1e-12 * problem_.norm;
    ST transform = nullptr;
    KSP linear = nullptr;
    PC factor = nullptr;
    requirePetsc(EPSSetWhichEigenpairs(eps_, EPS_TARGET_REAL));
    requirePetsc(EPSSetTarget(eps_, first > zero ? 0.0 : first - 1e-8 * problem_.norm));
    requirePetsc(EPSGetST(eps_, &transform));
    requirePetsc(STSetType(transform, STSINVERT));
    requirePetsc(STGetKSP(transform, &linear));
    requirePetsc(KSPSetType(linear, KSPPREONLY));
    requirePetsc(KSPGetPC(linear, &factor));
    requirePetsc(PCSetType(factor, PCCHOLESKY));
    requirePetsc(PCFactorSetMatSolverType(factor, MATSOLVERMUMPS));
  }

  void precondition(const std::string& solver) {
    constexpr PetscInt Larger = 40;
    begin(shell_,
          solver == "slepc-jd"       ? EPSJD
          : solver == "slepc-lobpcg" ? EPSLOBPCG
                                     : EPSGD,
          solver == "slepc-gd-40" ? Larger : PETSC_DEFAULT);
    requirePetsc(EPSSetWhichEigenpairs(eps_, EPS_SMALLEST_REAL));
    ST transform = nullptr;
    KSP linear = nullptr;
    PC preconditioner = nullptr;
    requirePetsc(EPSGetST(eps_, &transform));
    requirePetsc(STSetType(transform, STPRECOND));
    requirePetsc(STSetPreconditionerMat(transform, shifted_ ? shifted_ : entries_));
    requirePetsc(STGetKSP(transform, &linear));
    if (solver != "slepc-jd") requirePetsc(KSPSetType(linear, KSPPREONLY));
    requirePetsc(KSPGetPC(linear, &preconditioner));
    if (help_.kind == "amg") {
      requirePetsc(PCSetType(preconditioner, PCGAMG));
      requirePetsc(
          PetscOptionsSetValue(nullptr, "-st_mg_levels_ksp_max_it", std::to_string(help_.degree).c_str()));
      requirePetsc(PCSetFromOptions(preconditioner));
    } else {
      requirePetsc(PCSetType(preconditioner, PCICC));
      requirePetsc(PCFactorSetShiftType(preconditioner, MAT_SHIFT_POSITIVE_DEFINITE));
    }
  }

  HelpedAnswer collect() {
    HelpedAnswer answer;
    PetscInt found = 0, steps = 0;
    ST transform = nullptr;
    KSP linear = nullptr;
    requirePetsc(EPSGetConverged(eps_, &found));
    for (PetscInt j = 0; j < std::min(found, numPairs()); ++j) {
      PetscScalar value = 0;
      requirePetsc(EPSGetEigenvalue(eps_, j, &value, nullptr));
      answer.values.push_back(value);
    }
    std::sort(answer.values.begin(), answer.values.end());
    requirePetsc(EPSGetST(eps_, &transform));
    requirePetsc(STGetKSP(transform, &linear));
    requirePetsc(KSPGetTotalIterations(linear, &steps));
    answer.applications = product_.columns();
    answer.helped = steps;
    answer.factorizations = help_.kind == "factor" ? 1 : 0;
    if (found < numPairs()) answer.note = fmt::format("{} of {} converged", found, numPairs());
    return answer;
  }

  const ReferenceCase& problem_;
  const Help& help_;
  PetscInt n_;
  Mat entries_, mass_, shifted_ = nullptr;
  CountedOperator product_;
  Mat shell_;
  double massNorm_ = 1;
  EPS eps_ = nullptr;
};

}  // namespace

std::vector<std::string> slepcSolvers(const std::string& kind) {
  if (kind == "factor") return {"slepc-krylov-schur"};
  return {"slepc-gd", "slepc-gd-40", "slepc-jd", "slepc-lobpcg"};
}

HelpedAnswer solveBySlepc(const ReferenceCase& problem, const std::string& solver, const Help& help) {
  return Solve(problem, help).run(solver);
}

}  // namespace ritz::bench
