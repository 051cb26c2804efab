#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/LanczosMatrix.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

namespace {

template <class S>
S conjugate(const S& value) {
  return Teuchos::ScalarTraits<S>::conjugate(value);
}

}  // namespace

template <class S>
LanczosMatrix<S>::LanczosMatrix(int capacity, const Dense<S>& T, std::vector<S> b)
    : T_(capacity, capacity), b_(std::move(b)), size_(T.rows()), arrow_(-1) {
  for (int j = 0; j < size_; ++j) std::copy_n(T.column(j), size_, T_.column(j));
}

template <class S>
void LanczosMatrix<S>::grow(int capacity) {
  Dense<S> larger(capacity, capacity);
  for (int j = 0; j < size_; ++j) std::copy_n(T_.column(j), size_, larger.column(j));
  T_ = std::move(larger);
}

template <class S>
Dense<S> LanczosMatrix<S>::projected() const {
  Dense<S> T(size_, size_);
  for (int j = 0; j < size_; ++j) std::copy_n(T_.column(j), size_, T.column(j));
  return T;
}

template <class S>
Dense<S> LanczosMatrix<S>::coupling() const {
  Dense<S> C(1, size_);
  for (int j = 0; j < size_; ++j) C(0, j) = b_[static_cast<std::size_t>(j)];
  return C;
}

template <class S>
void LanczosMatrix<S>::appendThreeTerms(const S& s, Real<S> alpha) {
  const int m = size_++;
  T_(m - 1, m) = s;
  T_(m, m - 1) = conjugate(s);
  T_(m, m) = S(alpha);
}

template <class S>
S LanczosMatrix<S>::appendWhole(const S* c, const S* s, const S& overlap, Real<S> nu) {
  const int m = size_++;
  S gamma = S(0);
  for (int i = 0; i < m; ++i) gamma += b_[static_cast<std::size_t>(i)] * c[i];
  for (int i = 0; i < m; ++i) {
    S h = s[i] - c[i] * gamma;
    for (int l = 0; l < m; ++l) h -= T_(i, l) * c[l];
    T_(i, m) = h / nu;
    T_(m, i) = conjugate(T_(i, m));
  }
  const S kappa = overlap / nu;
  T_(m, m) = S(Teuchos::ScalarTraits<S>::real(kappa - gamma));
  return kappa;
}

template <class S>
void LanczosMatrix<S>::couple(Real<S> beta) {
  b_.assign(static_cast<std::size_t>(size_), S(0));
  b_.back() = S(beta);
}

template <class S>
void LanczosMatrix<S>::compress(const Dense<S>& Q, const std::vector<Real<S>>& theta) {
  std::vector<S> b(theta.size(), S(0));
  for (int j = 0; j < Q.cols(); ++j)
    for (int l = 0; l < Q.rows(); ++l)
      b[static_cast<std::size_t>(j)] += b_[static_cast<std::size_t>(l)] * Q(l, j);
  T_ = Dense<S>(T_.rows(), T_.cols());
  for (int j = 0; j < Q.cols(); ++j) T_(j, j) = S(theta[static_cast<std::size_t>(j)]);
  b_ = std::move(b);
  size_ = arrow_ = Q.cols();
}

template <class S>
std::vector<Real<S>> LanczosMatrix<S>::diagonal() const {
  std::vector<Real<S>> result;
  for (int i = 0; i < size_; ++i) result.push_back(Teuchos::ScalarTraits<S>::real(T_(i, i)));
  return result;
}

template <class S>
std::vector<Real<S>> LanczosMatrix<S>::nextCouplings() const {
  std::vector<Real<S>> result;
  for (int i = 0; i + 1 < size_; ++i) result.push_back(std::abs(T_(i, std::max(i + 1, arrow_))));
  if (size_ > 0) result.push_back(std::abs(b_.back()));
  return result;
}

RITZ_INSTANTIATE(LanczosMatrix)

}  // namespace ritz
