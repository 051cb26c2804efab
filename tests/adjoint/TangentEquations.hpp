#pragma once

#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/EigenTangent.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <memory>

namespace ritz::test {

/// A dU − B dU Λ + dA U − dB U Λ = B U dΛ and UᴴB dU + dUᴴB U = −UᴴdB U, both to the pairs' accuracy.
template <class S>
void expectDifferentiatedEquations(const EigenTangent<S>& tangent, const PencilChange<S>& change) {
  const EigenResult<S>& result = tangent.result();
  const MultiVector<S>& U = *result.vectors;
  const auto moved = tangent(change);
  const auto timesMass = [&](const MultiVector<S>& X) {
    MultiVector<S> Y(X, Teuchos::Copy);
    if (result.problem.mass) result.problem.mass->apply(X, Y);
    return Y;
  };
  const MultiVector<S> BdU = timesMass(*moved.vectors);
  MultiVector<S> R(U.getMap(), U.getNumVectors());
  result.problem.A->apply(*moved.vectors, R);
  R.update(S(1), *change.AU, S(1));
  R.update(S(-1), times(timesMass(U), moved.values), S(1));
  for (std::size_t j = 0; j < result.values.size(); ++j) {
    R.getVectorNonConst(j)->update(S(-result.values[j]), *BdU.getVector(j), S(1));
    if (change.BU) R.getVectorNonConst(j)->update(S(-result.values[j]), *change.BU->getVector(j), S(1));
    EXPECT_LE(R.getVector(j)->norm2(), 1e-7 * result.normA);
  }

  const Dense<S> M = gram(U, BdU), back = adjoint(M);
  const Dense<S> D = change.BU ? gram(U, *change.BU) : Dense<S>(M.rows(), M.cols());
  for (int j = 0; j < M.cols(); ++j)
    for (int i = 0; i < M.rows(); ++i)
      EXPECT_LE(std::abs(M(i, j) + back(i, j) + D(i, j)), 1e-9) << i << ' ' << j;
}

}  // namespace ritz::test
