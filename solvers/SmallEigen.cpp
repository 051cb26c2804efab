#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <fmt/format.h>
#include <Teuchos_LAPACK.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <utility>

namespace ritz {

namespace {

/// LAPACK's sizes of the work arrays for HEEV and HEGV, with room for blocking.
template <class S>
struct Workspace {
  explicit Workspace(int n)
      : work(static_cast<std::size_t>(34 * n + 1)), real(static_cast<std::size_t>(3 * n + 1)) {}
  int size() const { return static_cast<int>(work.size()); }
  std::vector<S> work;
  std::vector<Real<S>> real;
};

/// The real diagonal of a square matrix.
template <class S>
std::vector<Real<S>> diagonalOf(const Dense<S>& G) {
  std::vector<Real<S>> d;
  for (int j = 0; j < G.cols(); ++j) d.push_back(std::real(G(j, j)));
  return d;
}

}  // namespace

template <class S>
SmallEigen<S> hermitianEigen(Dense<S> T) {
  const int n = T.rows();
  SmallEigen<S> result{std::vector<Real<S>>(static_cast<std::size_t>(n)), std::move(T)};
  if (n == 0) return result;
  Workspace<S> space(n);
  // Room behind it: zheev crashed in zgemv of OpenBLAS 0.3.21 (AVX2) where the matrix ended a mapping.
  const auto entries = static_cast<std::size_t>(n) * static_cast<std::size_t>(n);
  std::vector<S> padded(entries + 8 * static_cast<std::size_t>(n) + 64);
  std::copy_n(result.vectors.data(), entries, padded.begin());
  int info = 0;
  Teuchos::LAPACK<int, S>().HEEV('V', 'U', n, padded.data(), n, result.values.data(), space.work.data(),
                                 space.size(), space.real.data(), &info);
  std::copy_n(padded.begin(), entries, result.vectors.data());
  if (info != 0 || !std::isfinite(result.values.front()))
    throw Error(fmt::format("LAPACK could not diagonalise a {} × {} projected matrix (info {})", n, n, info));
  return result;
}

template <class S>
std::optional<SmallEigen<S>> pencilEigen(Dense<S> T, Dense<S> G) {
  const int n = T.rows();
  SmallEigen<S> result{std::vector<Real<S>>(static_cast<std::size_t>(n)), std::move(T)};
  if (n == 0) return result;
  Workspace<S> space(n);
  const std::vector<Real<S>> diagonal = diagonalOf(G);
  int info = 0;
  Teuchos::LAPACK<int, S>().HEGV(1, 'V', 'U', n, result.vectors.data(), n, G.data(), n, result.values.data(),
                                 space.work.data(), space.size(), space.real.data(), &info);
  if (info > n) return std::nullopt;
  if (info != 0)
    throw Error(fmt::format("LAPACK could not diagonalise a {} × {} projected pencil (info {})", n, n, info));
  // G has become its Cholesky factor; of a singular G roundings may leave pivots that are small but positive.
  const std::vector<Real<S>> pivots = diagonalOf(G);
  const Real<S> rounding = Real<S>(10 * n) * std::numeric_limits<Real<S>>::epsilon();
  for (std::size_t j = 0; j < pivots.size(); ++j)
    if (pivots[j] * pivots[j] <= rounding * diagonal[j]) return std::nullopt;
  return result;
}

#define RITZ_SMALL_EIGEN(S)                           \
  template SmallEigen<S> hermitianEigen<S>(Dense<S>); \
  template std::optional<SmallEigen<S>> pencilEigen<S>(Dense<S>, Dense<S>);
RITZ_FOR_EACH_SCALAR(RITZ_SMALL_EIGEN)

}  // namespace ritz
