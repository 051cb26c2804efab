#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/RitzEstimates.hpp>
#include <ritz/solvers/TridiagonalEigen.hpp>

#include <Teuchos_LAPACK.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

/// T's arrow, diag(θ) and the column that couples with it, made tridiagonal from the bottom up, which leaves
/// its last row in place; phases drop out. False if LAPACK fails.
template <class S>
bool tridiagonalize(const Dense<S>& T, int arrow, std::vector<Real<S>>& diagonal,
                    std::vector<Real<S>>& beside) {
  const int n = arrow + 1;
  Dense<Real<S>> real(n, n);
  for (int j = 0; j < n; ++j) {
    real(j, j) = Teuchos::ScalarTraits<S>::real(T(j, j));
    if (j < arrow) real(j, arrow) = std::abs(T(j, arrow));
  }
  diagonal.assign(static_cast<std::size_t>(n), 0);
  beside.assign(static_cast<std::size_t>(n), 0);
  std::vector<Real<S>> tau(static_cast<std::size_t>(n)), work(32 * static_cast<std::size_t>(n));
  int info = 0;
  Teuchos::LAPACK<int, Real<S>>().SYTRD('U', n, real.column(0), n, diagonal.data(), beside.data(), tau.data(),
                                        work.data(), static_cast<int>(work.size()), &info);
  beside.resize(static_cast<std::size_t>(arrow));
  return info == 0;
}

}  // namespace

template <class S>
void RitzEstimates<S>::look(const KrylovBasis<S>& basis) {
  if (!isDecomposed(basis) && !lookAtArrow(basis)) decompose(basis);
}

template <class S>
bool RitzEstimates<S>::lookAtArrow(const KrylovBasis<S>& basis) {
  const int m = basis.size(), a = basis.arrow();
  if (a < 0 || m <= a) return false;
  const Dense<S> T = basis.projected();
  if (arrow_.empty() && !tridiagonalize(T, a, arrow_, besideArrow_)) return false;
  std::vector<Real<S>> diagonal = arrow_, beside = besideArrow_;
  for (int j = a + 1; j < m; ++j) {
    diagonal.push_back(Teuchos::ScalarTraits<S>::real(T(j, j)));
    beside.push_back(std::abs(T(j - 1, j)));
  }
  auto eigen = tridiagonalEigen(std::move(diagonal), std::move(beside));
  if (!eigen) return false;
  values_ = std::move(eigen->values);
  residuals_ = std::move(eigen->lastEntries);
  const Real<S> beta = std::abs(basis.coupling()(0, m - 1));
  for (Real<S>& residual : residuals_) residual = beta * std::abs(residual);
  rank();
  return true;
}

template <class S>
void RitzEstimates<S>::decompose(const KrylovBasis<S>& basis) {
  if (isDecomposed(basis)) return;
  SmallEigen<S> small = hermitianEigen(basis.projected());
  values_ = std::move(small.values);
  vectors_ = std::move(small.vectors);
  const Dense<S> C = basis.coupling();
  const int m = C.cols();
  coupling_ = Dense<S>(C.rows(), m);
  residuals_.assign(static_cast<std::size_t>(m), 0);
  for (int j = 0; j < m; ++j) {
    for (int l = 0; l < m; ++l)
      for (int i = 0; i < C.rows(); ++i) coupling_(i, j) += C(i, l) * vectors_(l, j);
    Real<S> square = 0;
    for (int i = 0; i < C.rows(); ++i) square += std::norm(coupling_(i, j));
    residuals_[static_cast<std::size_t>(j)] = std::sqrt(square);
  }
  decomposedAt_ = basis.steps();
  rank();
}

template <class S>
void RitzEstimates<S>::rank() {
  ranking_ = sortedIndices(values_, order_);
}

template <class S>
Dense<S> RitzEstimates<S>::vectors(int first, int count) const {
  Dense<S> Q(vectors_.rows(), count);
  for (int j = 0; j < count; ++j)
    std::copy_n(vectors_.column(static_cast<int>(at(first + j))), Q.rows(), Q.column(j));
  return Q;
}

template <class S>
Dense<S> RitzEstimates<S>::couplings(int first, int count) const {
  Dense<S> C(coupling_.rows(), count);
  for (int j = 0; j < count; ++j)
    std::copy_n(coupling_.column(static_cast<int>(at(first + j))), C.rows(), C.column(j));
  return C;
}

int stepsBeforeNextLook(double excess) {
  constexpr double MostGain = 100.0, MostSteps = 8.0;
  if (!(excess > 1)) return 1;
  return static_cast<int>(std::clamp(std::log(excess) / std::log(MostGain), 1.0, MostSteps));
}

RITZ_INSTANTIATE(RitzEstimates)

}  // namespace ritz
