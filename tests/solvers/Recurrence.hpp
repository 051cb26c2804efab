#pragma once

#include <gtest/gtest.h>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/KrylovBasis.hpp>
#include <ritz/solvers/Pencil.hpp>
#include <ritz/solvers/SmallEigen.hpp>

/// What every KrylovBasis promises.
namespace recurrence {

inline ritz::MultiVector<double> start(const ritz::MapPtr& map, std::size_t columns = 1) {
  ritz::MultiVector<double> X(map, columns);
  ritz::fillHash(X, 7);
  return X;
}

inline ritz::Dense<double> identity(int n) {
  ritz::Dense<double> I(n, n);
  for (int i = 0; i < n; ++i) I(i, i) = 1.0;
  return I;
}

/// VᴴB′V = I and Op V = V T + F C, entries to `allowed`, the latter times ‖A′‖.
inline void expectHeld(const ritz::Pencil<double>& pencil, const ritz::KrylovBasis<double>& basis,
                       double allowed) {
  const ritz::MultiVector<double> V = basis.combine(identity(basis.size()));
  ritz::MultiVector<double> AV(V, Teuchos::Copy), BV(V, Teuchos::Copy);
  pencil.A->apply(V, AV);
  pencil.applyMass(V, BV);
  const auto G = ritz::gram(V, BV);
  for (int j = 0; j < G.cols(); ++j)
    for (int i = 0; i < G.rows(); ++i) EXPECT_NEAR(G(i, j), i == j ? 1.0 : 0.0, allowed) << i << ' ' << j;
  ritz::MultiVector<double> right = ritz::times(V, basis.projected());
  right.update(1.0, ritz::times(basis.residualBlock(), basis.coupling()), 1.0);
  ritz::MultiVector<double> massed(right, Teuchos::Copy);
  pencil.applyMass(right, massed);
  AV.update(-1.0, massed, 1.0);
  for (const double error : ritz::columnNorms(AV)) EXPECT_LE(error, allowed * pencil.normA());
}

/// Grows the basis to `full` columns and restarts it with the largest `kept`.
inline void fillAndRestart(ritz::KrylovBasis<double>& basis, int full, int kept) {
  while (basis.size() + basis.blockSize() <= full) basis.expand();
  const auto small = ritz::hermitianEigen(basis.projected());
  const int m = basis.size();
  ritz::Dense<double> Q(m, kept);
  for (int j = 0; j < kept; ++j) std::copy_n(small.vectors.column(m - kept + j), m, Q.column(j));
  basis.compress(Q, {small.values.end() - kept, small.values.end()});
}

}  // namespace recurrence
