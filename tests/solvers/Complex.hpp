#pragma once

#include <gtest/gtest.h>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/MatrixBuilder.hpp>
#include <ritz/operators/MatrixOperator.hpp>
#include <ritz/ritz.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <algorithm>
#include <complex>
#include <string>
#include <vector>

/// What tests of Hermitian problems in complex arithmetic share.
namespace ritz::test {

using Complex = std::complex<double>;

/// A matrix from rank 0's entries.
template <class S>
std::shared_ptr<const MatrixOperator<S>> matrixFrom(const MapPtr& map,
                                                    const std::vector<MatrixEntry<S>>& entries) {
  MatrixBuilder<S> builder(map);
  builder.add(entries);
  return std::make_shared<MatrixOperator<S>>(builder.build(map));
}

inline std::string testName(const Method& method) {
  std::string name = nameOf(method);
  name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
  return name;
}

/// B X, or X for null B.
template <class S>
MultiVector<S> product(const OperatorPtr<S>& B, const MultiVector<S>& X) {
  MultiVector<S> Y(X, Teuchos::Copy);
  if (B) B->apply(X, Y);
  return Y;
}

/// max |UᴴBU − I|.
template <class S>
Real<S> orthonormalityDefect(const EigenResult<S>& result) {
  const Dense<S> G = gram(*result.vectors, product(result.problem.mass, *result.vectors));
  Real<S> worst = 0;
  for (int j = 0; j < G.cols(); ++j)
    for (int i = 0; i < G.rows(); ++i) worst = std::max(worst, std::abs(G(i, j) - S(i == j ? 1 : 0)));
  return worst;
}

/// ‖A u − θ B u‖₂/‖u‖₂ of each pair, from products of its own.
template <class S>
std::vector<Real<S>> residualsOf(const EigenResult<S>& result) {
  MultiVector<S> R = product(result.problem.A, *result.vectors);
  const MultiVector<S> BU = product(result.problem.mass, *result.vectors);
  std::vector<Real<S>> residuals;
  for (std::size_t j = 0; j < result.values.size(); ++j) {
    R.getVectorNonConst(j)->update(S(-result.values[j]), *BU.getVector(j), S(1));
    residuals.push_back(R.getVector(j)->norm2() / result.vectors->getVector(j)->norm2());
  }
  return residuals;
}

/// Converged, in the order and with the multiplicities of `exact`, with B-orthonormal vectors, residuals as
/// reported and within the tolerance.
template <class S>
void expectPairs(const EigenResult<S>& result, const std::vector<double>& exact, Real<S> rounding) {
  EXPECT_EQ(nameOf(result.status), "converged") << result.reason;
  ASSERT_EQ(result.values.size(), exact.size());
  EXPECT_LE(orthonormalityDefect(result), rounding);
  const auto residuals = residualsOf(result);
  for (std::size_t j = 0; j < exact.size(); ++j) {
    const Real<S> theta = result.values[j], size = result.normA + std::abs(theta) * result.normB;
    EXPECT_LE(std::abs(theta - static_cast<Real<S>>(exact[j])), result.errorBounds[j] + rounding * size)
        << "pair " << j;
    EXPECT_NEAR(residuals[j], result.residuals[j], rounding * size) << "pair " << j;
    EXPECT_LE(residuals[j], static_cast<Real<S>>(result.options.tolerance) * size + rounding * size)
        << "pair " << j;
  }
}

}  // namespace ritz::test
