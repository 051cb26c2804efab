// The same cases by SLEPc, in the same form as SvdCounts.cpp.
#include <ritz/benchmarks/SvdCases.hpp>

#include <slepcsvd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

using ritz::bench::SvdColumns;
using ritz::bench::SvdOperator;
using ritz::bench::SvdRows;

namespace {

void check(PetscErrorCode code) {
  if (code != 0) throw std::runtime_error("SLEPc failed");
}

/// y = A x or y = Aᵀx.
template <bool isAdjoint>
PetscErrorCode multiply(Mat matrix, Vec x, Vec y) {
  SvdOperator* op = nullptr;
  const PetscScalar* in = nullptr;
  PetscScalar* out = nullptr;
  PetscCall(MatShellGetContext(matrix, &op));
  PetscCall(VecGetArrayRead(x, &in));
  PetscCall(VecGetArrayWrite(y, &out));
  isAdjoint ? op->applyAdjoint(in, out) : op->apply(in, out);
  PetscCall(VecRestoreArrayWrite(y, &out));
  PetscCall(VecRestoreArrayRead(x, &in));
  return 0;
}

void solve(const ritz::bench::SvdCase& problem, SVDType type) {
  SvdOperator op(problem);
  const auto exact = op.largest(problem.k);
  Mat A = nullptr;
  SVD svd = nullptr;
  check(MatCreateShell(PETSC_COMM_SELF, SvdRows, SvdColumns, SvdRows, SvdColumns, &op, &A));
  check(MatShellSetOperation(A, MATOP_MULT, reinterpret_cast<void (*)(void)>(multiply<false>)));
  check(MatShellSetOperation(A, MATOP_MULT_TRANSPOSE, reinterpret_cast<void (*)(void)>(multiply<true>)));
  check(SVDCreate(PETSC_COMM_SELF, &svd));
  check(SVDSetOperators(svd, A, nullptr));
  check(SVDSetType(svd, type));
  check(SVDSetDimensions(svd, problem.k, std::max(30, 3 * problem.k), PETSC_DEFAULT));
  check(SVDSetTolerances(svd, problem.tolerance * exact[0], 10000));
  check(SVDSetConvergenceTest(svd, SVD_CONV_ABS));
  check(SVDSetImplicitTranspose(svd, PETSC_TRUE));
  check(SVDSolve(svd));
  const long products = op.products + op.adjointProducts;
  PetscInt found = 0;
  check(SVDGetConverged(svd, &found));
  double error = 0, residual = 0;
  for (PetscInt j = 0; j < std::min<PetscInt>(found, problem.k); ++j) {
    double sigma = 0, r = 0;
    check(SVDGetSingularTriplet(svd, j, &sigma, nullptr, nullptr));
    check(SVDComputeError(svd, j, SVD_ERROR_ABSOLUTE, &r));
    error = std::max(error, std::abs(sigma - exact[static_cast<std::size_t>(j)]) / exact[0]);
    residual = std::max(residual, r / exact[0]);
  }
  std::printf("%s,slepc %s,%ld,%ld,%.1e,%.1e,%s\n", problem.name.c_str(), type, products, products, error,
              residual, found >= problem.k ? "converged" : "incomplete");
  check(SVDDestroy(&svd));
  check(MatDestroy(&A));
}

}  // namespace

int main(int argc, char** argv) {
  check(SlepcInitialize(&argc, &argv, nullptr, nullptr));
  for (const auto& problem : ritz::bench::svdCases())
    for (const SVDType type : {SVDTRLANCZOS, SVDCROSS}) solve(problem, type);
  check(SlepcFinalize());
}
