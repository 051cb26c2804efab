#include <ritz/benchmarks/Harness.hpp>
#include <ritz/benchmarks/PetscMatrix.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>
#include <slepceps.h>

#include <algorithm>
#include <string>

using namespace ritz::bench;

namespace {

/// One solve; PETSc's objects live as long as it does.
class Solve {
 public:
  explicit Solve(const Task& task) : task_(task), n_(static_cast<PetscInt>(task.problem.n)) {
    const Case& problem = task.problem;
    requirePetsc(EPSCreate(PETSC_COMM_SELF, &eps_));
    A_ = petscShell(problem.A);
    if (problem.mass) B_ = petscShell(*problem.mass);
    requirePetsc(EPSSetOperators(eps_, A_, B_));
    requirePetsc(EPSSetProblemType(eps_, B_ ? EPS_GHEP : EPS_HEP));
    requirePetsc(EPSSetWhichEigenpairs(eps_, problem.largest ? EPS_LARGEST_REAL : EPS_SMALLEST_REAL));
    requirePetsc(EPSSetConvergenceTest(eps_, EPS_CONV_ABS));
  }

  ~Solve() {
    EPSDestroy(&eps_);
    MatDestroy(&A_);
    MatDestroy(&B_);
    for (auto& x : start_) VecDestroy(&x);
  }

  Solve(const Solve&) = delete;
  Solve& operator=(const Solve&) = delete;

  Answer run(EPSType type, int basis, double tolerance, int startColumns) {
    requirePetsc(EPSSetType(eps_, type));
    requirePetsc(EPSSetDimensions(eps_, task_.problem.k, basis > 0 ? basis : PETSC_DEFAULT, PETSC_DEFAULT));
    requirePetsc(EPSSetTolerances(eps_, tolerance, 1000000));
    withoutFactors();
    setStart(startColumns);
    requirePetsc(EPSSolve(eps_));
    return collect();
  }

 private:
  /// Shell matrices have nothing to factor: B⁻¹ by conjugate gradients to 1e-12, no preconditioner.
  void withoutFactors() {
    ST transform = nullptr;
    KSP linear = nullptr;
    PC preconditioner = nullptr;
    requirePetsc(EPSGetST(eps_, &transform));
    requirePetsc(STGetKSP(transform, &linear));
    requirePetsc(KSPGetPC(linear, &preconditioner));
    requirePetsc(PCSetType(preconditioner, PCNONE));
    PetscBool isPreconditioner = PETSC_FALSE;
    requirePetsc(PetscObjectTypeCompareAny(reinterpret_cast<PetscObject>(eps_), &isPreconditioner, EPSLOBPCG,
                                           EPSGD, ""));
    requirePetsc(KSPSetType(linear, isPreconditioner ? KSPPREONLY : KSPCG));
    requirePetsc(KSPSetTolerances(linear, 1e-12, 1e-300, PETSC_DEFAULT, 20000));
  }

  void setStart(int columns) {
    const auto values = task_.start(columns);
    for (int j = 0; j < columns; ++j) {
      Vec x = nullptr;
      PetscScalar* out = nullptr;
      requirePetsc(VecCreateSeq(PETSC_COMM_SELF, n_, &x));
      start_.push_back(x);
      requirePetsc(VecGetArrayWrite(x, &out));
      std::copy_n(values.begin() + j * static_cast<std::ptrdiff_t>(n_), n_, out);
      requirePetsc(VecRestoreArrayWrite(x, &out));
    }
    requirePetsc(EPSSetInitialSpace(eps_, columns, start_.data()));
  }

  Answer collect() {
    Answer answer;
    PetscInt found = 0;
    requirePetsc(EPSGetConverged(eps_, &found));
    answer.saysConverged = found >= task_.problem.k;
    Vec x = nullptr;
    requirePetsc(VecCreateSeq(PETSC_COMM_SELF, n_, &x));
    for (PetscInt j = 0; j < std::min<PetscInt>(found, task_.problem.k); ++j) {
      PetscScalar value = 0;
      const PetscScalar* in = nullptr;
      requirePetsc(EPSGetEigenpair(eps_, j, &value, nullptr, x, nullptr));
      answer.values.push_back(value);
      requirePetsc(VecGetArrayRead(x, &in));
      answer.vectors.insert(answer.vectors.end(), in, in + n_);
      requirePetsc(VecRestoreArrayRead(x, &in));
    }
    requirePetsc(VecDestroy(&x));
    return answer;
  }

  const Task& task_;
  PetscInt n_;
  EPS eps_ = nullptr;
  Mat A_ = nullptr, B_ = nullptr;
  std::vector<Vec> start_;
};

std::vector<Solver> solvers() {
  return {
      {"krylov-schur-default",
       [](const Task& task) { return Solve(task).run(EPSKRYLOVSCHUR, 0, task.threshold, 1); },
       Criterion::Absolute, true, "max(2k, k + 15)"},
      {"krylov-schur",
       [](const Task& task) {
         return Solve(task).run(EPSKRYLOVSCHUR, task.problem.basis, task.threshold, 1);
       },
       Criterion::Absolute, true, "basis"},
      {"lobpcg",
       [](const Task& task) { return Solve(task).run(EPSLOBPCG, 0, task.pairThreshold, task.problem.k); },
       Criterion::Absolute, true, "6 blocks"},
      {"gd",
       [](const Task& task) {
         return Solve(task).run(EPSGD, task.problem.basis, task.tightness * task.problem.threshold, 1);
       },
       Criterion::Absolute, true, "2·basis"},
  };
}

}  // namespace

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  requirePetsc(SlepcInitializeNoArguments());
  requirePetsc(PetscPushErrorHandler(PetscReturnErrorHandler, nullptr));
  const int code = benchmark(
      argc, argv, "slepc",
      fmt::format("{}.{}.{}", SLEPC_VERSION_MAJOR, SLEPC_VERSION_MINOR, SLEPC_VERSION_SUBMINOR), solvers());
  SlepcFinalize();
  return code;
}
