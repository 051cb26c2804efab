#pragma once

#include <ritz/benchmarks/ArrayOperators.hpp>

#include <Tpetra_CrsMatrix.hpp>

#include <petscmat.h>

namespace ritz::bench {

/// Throws std::runtime_error with PETSc's message unless `code` is 0.
void requirePetsc(PetscErrorCode code);

/// The entries of a symmetric matrix that is on one rank, A + shift·diag A; the caller destroys it.
Mat petscMatrix(const Tpetra::CrsMatrix<double>& A, double shift = 0);

/// A product as a symmetric matrix of PETSc's; `product` has to outlive it.
Mat petscShell(const CountedOperator& product);

}  // namespace ritz::bench
