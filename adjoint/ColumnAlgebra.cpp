#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <cmath>
#include <complex>

namespace ritz {

template <class S>
std::vector<Real<S>> columnDots(const MultiVector<S>& X, const MultiVector<S>& Y) {
  std::vector<S> dots(X.getNumVectors());
  if (!dots.empty()) X.dot(Y, Teuchos::arrayViewFromVector(dots));
  std::vector<Real<S>> result;
  for (const S dot : dots) result.push_back(std::real(dot));
  return result;
}

template <class S>
void addColumns(MultiVector<S>& Y, const std::vector<Real<S>>& c, const MultiVector<S>& X) {
  for (std::size_t j = 0; j < c.size(); ++j) Y.getVectorNonConst(j)->update(S(c[j]), *X.getVector(j), S(1));
}

template <class S>
void scaleAndAddColumns(MultiVector<S>& Y, const std::vector<Real<S>>& c, const MultiVector<S>& X) {
  for (std::size_t j = 0; j < c.size(); ++j) Y.getVectorNonConst(j)->update(S(1), *X.getVector(j), S(c[j]));
}

template <class S>
void scaleColumns(MultiVector<S>& X, const std::vector<Real<S>>& c) {
  const std::vector<S> factors(c.begin(), c.end());
  if (!factors.empty()) X.scale(Teuchos::arrayViewFromVector(factors));
}

template <class S>
MultiVector<S> pickColumns(const MultiVector<S>& X, const std::vector<int>& which) {
  MultiVector<S> result(X.getMap(), which.size(), false);
  for (std::size_t j = 0; j < which.size(); ++j)
    Tpetra::deep_copy(*result.getVectorNonConst(j), *X.getVector(static_cast<std::size_t>(which[j])));
  return result;
}

template <class S>
void putColumns(MultiVector<S>& X, const std::vector<int>& which, const MultiVector<S>& Y) {
  for (std::size_t j = 0; j < which.size(); ++j)
    Tpetra::deep_copy(*X.getVectorNonConst(static_cast<std::size_t>(which[j])), *Y.getVector(j));
}

template <class S>
Dense<S> adjoint(const Dense<S>& A) {
  Dense<S> C(A.cols(), A.rows());
  for (int j = 0; j < A.cols(); ++j)
    for (int i = 0; i < A.rows(); ++i) C(j, i) = Teuchos::ScalarTraits<S>::conjugate(A(i, j));
  return C;
}

template <class S>
Real<S> frobenius(const Dense<S>& A) {
  Real<S> sum = 0;
  for (int j = 0; j < A.cols(); ++j)
    for (int i = 0; i < A.rows(); ++i) sum += std::norm(A(i, j));
  return std::sqrt(sum);
}

#define RITZ_COLUMN_ALGEBRA(S)                                                                              \
  template std::vector<Real<S>> columnDots<S>(const MultiVector<S>&, const MultiVector<S>&);                \
  template void addColumns<S>(MultiVector<S>&, const std::vector<Real<S>>&, const MultiVector<S>&);         \
  template void scaleAndAddColumns<S>(MultiVector<S>&, const std::vector<Real<S>>&, const MultiVector<S>&); \
  template void scaleColumns<S>(MultiVector<S>&, const std::vector<Real<S>>&);                              \
  template MultiVector<S> pickColumns<S>(const MultiVector<S>&, const std::vector<int>&);                   \
  template void putColumns<S>(MultiVector<S>&, const std::vector<int>&, const MultiVector<S>&);             \
  template Dense<S> adjoint<S>(const Dense<S>&);                                                            \
  template Real<S> frobenius<S>(const Dense<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_COLUMN_ALGEBRA)

}  // namespace ritz
