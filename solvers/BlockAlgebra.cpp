#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BasisViews.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <Kokkos_ArithTraits.hpp>
#include <Teuchos_CommHelpers.hpp>

#include <cmath>

namespace ritz {

namespace {

/// X, or a copy of a view of columns that are not neighbours, as the kernels need it.
template <class S>
MultiVector<S> withOneStride(const MultiVector<S>& X) {
  return X.isConstantStride() ? X : MultiVector<S>(X, Teuchos::Copy);
}

Teuchos::Range1D range(int first, int count) { return {first, first + count - 1}; }

}  // namespace

template <class S>
Dense<S> gram(const MultiVector<S>& X, const MultiVector<S>& Y) {
  return projectOnBasis(withOneStride(X), static_cast<int>(X.getNumVectors()), withOneStride(Y));
}

template <class S>
MultiVector<S> times(const MultiVector<S>& X, const Dense<S>& C) {
  MultiVector<S> result(X.getMap(), static_cast<std::size_t>(C.cols()));
  if (C.cols() > 0) addToBlock(S(1), withOneStride(X), C, result);
  return result;
}

template <class S>
Dense<S> product(const Dense<S>& A, const Dense<S>& B) {
  Dense<S> C(A.rows(), B.cols());
  for (int j = 0; j < B.cols(); ++j)
    for (int l = 0; l < A.cols(); ++l)
      for (int i = 0; i < A.rows(); ++i) C(i, j) += A(i, l) * B(l, j);
  return C;
}

template <class S>
std::vector<Real<S>> columnNorms(const MultiVector<S>& X) {
  std::vector<Real<S>> norms(X.getNumVectors());
  if (!norms.empty()) X.norm2(Teuchos::arrayViewFromVector(norms));
  return norms;
}

template <class S>
std::vector<Real<S>> residualNorms(const MultiVector<S>& X, const std::vector<Real<S>>& theta,
                                   const MultiVector<S>& Y) {
  using Traits = Kokkos::ArithTraits<detail::Entry<S>>;
  using Range = Kokkos::RangePolicy<typename MultiVector<S>::execution_space, LocalIndex>;
  const auto x = X.getLocalViewDevice(Tpetra::Access::ReadOnly),
             y = Y.getLocalViewDevice(Tpetra::Access::ReadOnly);
  std::vector<Real<S>> local(theta.size(), Real<S>(0)), all(theta.size());
  for (std::size_t j = 0; j < theta.size(); ++j) {
    const Real<S> factor = theta[j];
    Kokkos::parallel_reduce(
        "ritz::residualNorms", Range(0, static_cast<LocalIndex>(x.extent(0))),
        KOKKOS_LAMBDA(LocalIndex i, Real<S> & sum) {
          const auto r = x(i, j) - factor * y(i, j);
          sum += Traits::real(Traits::conj(r) * r);
        },
        local[j]);
  }
  if (!theta.empty())
    Teuchos::reduceAll(*X.getMap()->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(theta.size()),
                       local.data(), all.data());
  for (Real<S>& square : all) square = std::sqrt(square);
  return all;
}

template <class S>
MultiVector<S> joined(const MultiVector<S>& X, const MultiVector<S>& Y) {
  const int x = static_cast<int>(X.getNumVectors()), y = static_cast<int>(Y.getNumVectors());
  MultiVector<S> result(X.getMap(), X.getNumVectors() + Y.getNumVectors(), false);
  if (x > 0) Tpetra::deep_copy(*result.subViewNonConst(range(0, x)), X);
  if (y > 0) Tpetra::deep_copy(*result.subViewNonConst(range(x, y)), Y);
  return result;
}

template <class S>
MultiVector<S> columns(const MultiVector<S>& X, int first, int count) {
  if (count == 0) return MultiVector<S>(X.getMap(), 0, false);
  return MultiVector<S>(*X.subView(range(first, count)), Teuchos::Copy);
}

#define RITZ_BLOCK_ALGEBRA(S)                                                                        \
  template Dense<S> gram<S>(const MultiVector<S>&, const MultiVector<S>&);                           \
  template MultiVector<S> times<S>(const MultiVector<S>&, const Dense<S>&);                          \
  template Dense<S> product<S>(const Dense<S>&, const Dense<S>&);                                    \
  template std::vector<Real<S>> columnNorms<S>(const MultiVector<S>&);                               \
  template std::vector<Real<S>> residualNorms<S>(const MultiVector<S>&, const std::vector<Real<S>>&, \
                                                 const MultiVector<S>&);                             \
  template MultiVector<S> joined<S>(const MultiVector<S>&, const MultiVector<S>&);                   \
  template MultiVector<S> columns<S>(const MultiVector<S>&, int, int);
RITZ_FOR_EACH_SCALAR(RITZ_BLOCK_ALGEBRA)

}  // namespace ritz
