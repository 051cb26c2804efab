#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonProjection.hpp>

namespace ritz {

namespace {

/// CᴴH C.
template <class S>
Dense<S> congruent(const Dense<S>& H, const Dense<S>& C) {
  const Dense<S> HC = product(H, C);
  Dense<S> result(C.cols(), C.cols());
  for (int j = 0; j < C.cols(); ++j)
    for (int i = 0; i < C.cols(); ++i)
      for (int l = 0; l < C.rows(); ++l)
        result(i, j) += Teuchos::ScalarTraits<S>::conjugate(C(l, i)) * HC(l, j);
  return result;
}

/// The lower right part of H from row and column `first` on, in a matrix of `size`.
template <class S>
Dense<S> cornerOf(const Dense<S>& H, int first, int size) {
  Dense<S> result(size, size);
  for (int j = first; j < H.cols(); ++j)
    for (int i = first; i < H.rows(); ++i) result(i - first, j - first) = H(i, j);
  return result;
}

/// H with the columns `fresh` behind its own, and the rows that make it Hermitian.
template <class S>
Dense<S> bordered(const Dense<S>& H, const Dense<S>& fresh) {
  const int from = H.cols();
  Dense<S> result = cornerOf(H, 0, fresh.rows());
  for (int j = from; j < fresh.rows(); ++j)
    for (int i = 0; i <= j; ++i) {
      result(i, j) = fresh(i, j - from);
      result(j, i) = Teuchos::ScalarTraits<S>::conjugate(result(i, j));
    }
  return result;
}

}  // namespace

template <class S>
void DavidsonProjection<S>::grow(const MultiVector<S>& V, const MultiVector<S>& W, int from) {
  const int all = static_cast<int>(V.getNumVectors());
  H_ = bordered(H_, projectOnBasis(V, all, *W.subView(Teuchos::Range1D(from, all - 1))));
}

template <class S>
void DavidsonProjection<S>::compress(const Dense<S>& Q) {
  H_ = congruent(H_, Q);
}

template <class S>
void DavidsonProjection<S>::drop(int count) {
  H_ = cornerOf(H_, count, H_.cols() - count);
}

RITZ_INSTANTIATE(DavidsonProjection)

}  // namespace ritz
