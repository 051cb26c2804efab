#pragma once

#include "solvers/Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/solvers/svdsolve.hpp>

#include <algorithm>
#include <cmath>

/// Operators with known singular values for tests of svdsolve.
namespace ritz::test {

/// H_m Σ H_n with reflections H and Σ (m × n) the diagonal of `sigma`, which counts from 0 to min(m, n) − 1.
inline OperatorPtr<double> operatorWith(GlobalIndex rows, GlobalIndex columns, const Entry& sigma) {
  const MapPtr range = makeMap(rows), domain = makeMap(columns);
  MatrixBuilder<double> builder(range);
  std::vector<MatrixEntry<double>> entries;
  for (GlobalIndex i = 0; i < std::min(rows, columns); ++i) entries.push_back({i, i, sigma(i)});
  builder.add(entries);
  const auto matrix = builder.build(domain);
  const auto between = [matrix](Teuchos::ETransp mode) {
    return [matrix, mode](const Block& X, Block& Y) {
      Block Z(X, Teuchos::Copy);
      reflect(Z);
      matrix->apply(Z, Y, mode);
      reflect(Y);
    };
  };
  return makeOperator<double>(domain, range, between(Teuchos::NO_TRANS), between(Teuchos::TRANS));
}

inline SvdOptions tripletsOf(int count, double tolerance = 1e-8) {
  SvdOptions options;
  options.numTriplets = count;
  options.tolerance = tolerance;
  return options;
}

/// Values right to their bounds, vectors orthonormal, and A V = U Σ, AᴴU = V Σ as the residuals say.
inline void expectTriplets(const SvdResult<double>& result, const std::vector<double>& expected) {
  EXPECT_EQ(nameOf(result.status), "converged") << result.reason;
  ASSERT_EQ(result.values.size(), expected.size());
  for (std::size_t j = 0; j < expected.size(); ++j) {
    EXPECT_LE(std::abs(result.values[j] - expected[j]), result.errorBounds[j] + 1e-14 * result.normA)
        << "triplet " << j;
    EXPECT_LE(result.errorBounds[j], (result.options.tolerance + 1e-14) * result.normA);
  }
  EXPECT_LE(distanceFromIdentity(*result.left, *result.left), 1e-12);
  EXPECT_LE(distanceFromIdentity(*result.right, *result.right), 1e-12);
  Block AV(*result.left, Teuchos::Copy), AU(*result.right, Teuchos::Copy);
  result.problem.A->apply(*result.right, AV);
  result.problem.A->apply(*result.left, AU, Teuchos::CONJ_TRANS);
  for (std::size_t j = 0; j < expected.size(); ++j) {
    AV.getVectorNonConst(j)->update(-result.values[j], *result.left->getVector(j), 1.0);
    AU.getVectorNonConst(j)->update(-result.values[j], *result.right->getVector(j), 1.0);
    EXPECT_NEAR(AV.getVector(j)->norm2(), result.leftResiduals[j], 1e-13 * result.normA);
    EXPECT_NEAR(AU.getVector(j)->norm2(), result.rightResiduals[j], 1e-13 * result.normA);
  }
}

}  // namespace ritz::test
