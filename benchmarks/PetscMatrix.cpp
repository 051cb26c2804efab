#include <ritz/benchmarks/PetscMatrix.hpp>

#include <fmt/format.h>

#include <stdexcept>

namespace ritz::bench {

namespace {

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

}  // namespace

void requirePetsc(PetscErrorCode code) {
  if (code == 0) return;
  const char* text = nullptr;
  PetscErrorMessage(code, &text, nullptr);
  throw std::runtime_error(fmt::format("SLEPc: {}", text ? text : "error"));
}

Mat petscMatrix(const Tpetra::CrsMatrix<double>& A, double shift) {
  const auto n = static_cast<PetscInt>(A.getGlobalNumRows());
  Mat result = nullptr;
  requirePetsc(MatCreateSeqAIJ(PETSC_COMM_SELF, n, n, static_cast<PetscInt>(A.getGlobalMaxNumRowEntries()),
                               nullptr, &result));
  Tpetra::CrsMatrix<double>::local_inds_host_view_type indices;
  Tpetra::CrsMatrix<double>::values_host_view_type values;
  for (PetscInt i = 0; i < n; ++i) {
    A.getLocalRowView(i, indices, values);
    for (std::size_t k = 0; k < indices.extent(0); ++k) {
      const double factor = indices(k) == i ? 1 + shift : 1.0;
      requirePetsc(MatSetValue(result, i, indices(k), factor * values(k), INSERT_VALUES));
    }
  }
  requirePetsc(MatSetOption(result, MAT_SYMMETRIC, PETSC_TRUE));
  requirePetsc(MatAssemblyBegin(result, MAT_FINAL_ASSEMBLY));
  requirePetsc(MatAssemblyEnd(result, MAT_FINAL_ASSEMBLY));
  return result;
}

Mat petscShell(const CountedOperator& product) {
  const auto n = static_cast<PetscInt>(product.size());
  Mat matrix = nullptr;
  requirePetsc(MatCreateShell(PETSC_COMM_SELF, n, n, n, n, const_cast<CountedOperator*>(&product), &matrix));
  requirePetsc(MatShellSetOperation(matrix, MATOP_MULT, reinterpret_cast<void (*)(void)>(multiply)));
  requirePetsc(MatSetOption(matrix, MAT_SYMMETRIC, PETSC_TRUE));
  return matrix;
}

}  // namespace ritz::bench
