#include <ritz/benchmarks/Harness.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>
#include <slepceps.h>

#include <algorithm>
#include <stdexcept>
#include <string>

using namespace ritz::bench;

namespace {

void check(PetscErrorCode code) {
  if (code == 0) return;
  const char* text = nullptr;
  PetscErrorMessage(code, &text, nullptr);
  throw std::runtime_error(fmt::format("SLEPc: {}", text ? text : "error"));
}

PetscErrorCode multiply(Mat matrix, Vec x, Vec y) {
  const CountedOperator* product = nullptr;
  const PetscScalar* in = nullptr;
  PetscScalar* out = nullptr;
  PetscCall(MatShellGetContext(matrix, &product));
  PetscCall(VecGetArrayRead(x, &in));
  PetscCall(VecGetArrayWrite(y, &out));
  product->apply(in, out);
  PetscCall(VecRestoreArrayWrite(y, &out));
  PetscCall(VecRestoreArrayRead(x, &in));
  return 0;
}

Mat shell(const CountedOperator& product) {
  const auto n = static_cast<PetscInt>(product.size());
  Mat matrix = nullptr;
  check(MatCreateShell(PETSC_COMM_SELF, n, n, n, n, const_cast<CountedOperator*>(&product), &matrix));
  check(MatShellSetOperation(matrix, MATOP_MULT, reinterpret_cast<void (*)(void)>(multiply)));
  check(MatSetOption(matrix, MAT_SYMMETRIC, PETSC_TRUE));
  return matrix;
}

/// One solve; PETSc's objects live as long as it does.
class Solve {
 public:
  explicit Solve(const Task& task) : task_(task), n_(static_cast<PetscInt>(task.problem.n)) {
    const Case& problem = task.problem;
    check(EPSCreate(PETSC_COMM_SELF, &eps_));
    A_ = shell(problem.A);
    if (problem.mass) B_ = shell(*problem.mass);
    check(EPSSetOperators(eps_, A_, B_));
    check(EPSSetProblemType(eps_, B_ ? EPS_GHEP : EPS_HEP));
    check(EPSSetWhichEigenpairs(eps_, problem.largest ? EPS_LARGEST_REAL : EPS_SMALLEST_REAL));
    check(EPSSetConvergenceTest(eps_, EPS_CONV_ABS));
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
    check(EPSSetType(eps_, type));
    check(EPSSetDimensions(eps_, task_.problem.k, basis > 0 ? basis : PETSC_DEFAULT, PETSC_DEFAULT));
    check(EPSSetTolerances(eps_, tolerance, 1000000));
    withoutFactors();
    setStart(startColumns);
    check(EPSSolve(eps_));
    return collect();
  }

 private:
  /// Shell matrices have nothing to factor: B⁻¹ by conjugate gradients to 1e-12, no preconditioner.
  void withoutFactors() {
    ST transform = nullptr;
    KSP linear = nullptr;
    PC preconditioner = nullptr;
    check(EPSGetST(eps_, &transform));
    check(STGetKSP(transform, &linear));
    check(KSPGetPC(linear, &preconditioner));
    check(PCSetType(preconditioner, PCNONE));
    PetscBool isPreconditioner = PETSC_FALSE;
    check(PetscObjectTypeCompareAny(reinterpret_cast<PetscObject>(eps_), &isPreconditioner, EPSLOBPCG, EPSGD,
                                    ""));
    check(KSPSetType(linear, isPreconditioner ? KSPPREONLY : KSPCG));
    check(KSPSetTolerances(linear, 1e-12, 1e-300, PETSC_DEFAULT, 20000));
  }

  void setStart(int columns) {
    const auto values = task_.start(columns);
    for (int j = 0; j < columns; ++j) {
      Vec x = nullptr;
      PetscScalar* out = nullptr;
      check(VecCreateSeq(PETSC_COMM_SELF, n_, &x));
      start_.push_back(x);
      check(VecGetArrayWrite(x, &out));
      std::copy_n(values.begin() + j * static_cast<std::ptrdiff_t>(n_), n_, out);
      check(VecRestoreArrayWrite(x, &out));
    }
    check(EPSSetInitialSpace(eps_, columns, start_.data()));
  }

  Answer collect() {
    Answer answer;
    PetscInt found = 0;
    check(EPSGetConverged(eps_, &found));
    answer.saysConverged = found >= task_.problem.k;
    Vec x = nullptr;
    check(VecCreateSeq(PETSC_COMM_SELF, n_, &x));
    for (PetscInt j = 0; j < std::min<PetscInt>(found, task_.problem.k); ++j) {
      PetscScalar value = 0;
      const PetscScalar* in = nullptr;
      check(EPSGetEigenpair(eps_, j, &value, nullptr, x, nullptr));
      answer.values.push_back(value);
      check(VecGetArrayRead(x, &in));
      answer.vectors.insert(answer.vectors.end(), in, in + n_);
      check(VecRestoreArrayRead(x, &in));
    }
    check(VecDestroy(&x));
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
  check(SlepcInitializeNoArguments());
  check(PetscPushErrorHandler(PetscReturnErrorHandler, nullptr));
  const int code = benchmark(
      argc, argv, "slepc",
      fmt::format("{}.{}.{}", SLEPC_VERSION_MAJOR, SLEPC_VERSION_MINOR, SLEPC_VERSION_SUBMINOR), solvers());
  SlepcFinalize();
  return code;
}
