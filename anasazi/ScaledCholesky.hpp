#pragma once

#include <Teuchos_BLAS.hpp>
#include <Teuchos_LAPACK.hpp>
#include <Teuchos_ScalarTraits.hpp>
#include <Teuchos_SerialDenseMatrix.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

namespace ritz {

/// G = RᴴR of a small Hermitian matrix in place, R upper triangular. It is G scaled to a unit diagonal that
/// is factorised: the columns behind a Gram matrix may differ in length by anything. False, with G destroyed,
/// unless that one is safely positive definite, no pivot below 1e-3.
template <class S>
bool scaledCholesky(Teuchos::SerialDenseMatrix<int, S>& G) {
  using ST = Teuchos::ScalarTraits<S>;
  using R = typename ST::magnitudeType;
  const int n = G.numCols();
  std::vector<R> d(static_cast<std::size_t>(n));
  const auto length = [&d](int j) -> R& { return d[static_cast<std::size_t>(j)]; };
  for (int j = 0; j < n; ++j) {
    const R square = ST::real(G(j, j));
    if (!(square > 0)) return false;
    length(j) = std::sqrt(square);
  }
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i) G(i, j) = i > j ? ST::zero() : G(i, j) / (length(i) * length(j));
  int info = 0;
  Teuchos::LAPACK<int, S>().POTRF('U', n, G.values(), G.stride(), &info);
  if (info != 0) return false;
  for (int j = 0; j < n; ++j)
    if (ST::magnitude(G(j, j)) < R(1e-3)) return false;
  for (int j = 0; j < n; ++j)
    for (int i = 0; i <= j; ++i) G(i, j) *= length(j);
  return true;
}

/// R⁻¹ of a regular upper triangular matrix.
template <class S>
Teuchos::SerialDenseMatrix<int, S> upperInverse(const Teuchos::SerialDenseMatrix<int, S>& R) {
  const int n = R.numCols();
  Teuchos::SerialDenseMatrix<int, S> inverse(n, n);
  for (int j = 0; j < n; ++j) inverse(j, j) = Teuchos::ScalarTraits<S>::one();
  Teuchos::BLAS<int, S>().TRSM(Teuchos::LEFT_SIDE, Teuchos::UPPER_TRI, Teuchos::NO_TRANS,
                               Teuchos::NON_UNIT_DIAG, n, n, Teuchos::ScalarTraits<S>::one(), R.values(),
                               R.stride(), inverse.values(), inverse.stride());
  return inverse;
}

/// F ← R F for upper triangular R.
template <class S>
void multiplyByUpper(const Teuchos::SerialDenseMatrix<int, S>& R, Teuchos::SerialDenseMatrix<int, S>& F) {
  Teuchos::BLAS<int, S>().TRMM(
      Teuchos::LEFT_SIDE, Teuchos::UPPER_TRI, Teuchos::NO_TRANS, Teuchos::NON_UNIT_DIAG, F.numRows(),
      F.numCols(), Teuchos::ScalarTraits<S>::one(), R.values(), R.stride(), F.values(), F.stride());
}

}  // namespace ritz
