#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BasisPanels.hpp>
#include <ritz/solvers/BasisTeams.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <vector>

namespace ritz {

namespace {

using detail::Entry;

template <class S>
constexpr bool OnHost = detail::RunsOnHost<typename MultiVector<S>::execution_space>;

template <class S>
void projectLocally(const MultiVector<S>& V, int count, const MultiVector<S>& Y, Entry<S>* sums) {
  const auto v = V.getLocalViewDevice(Tpetra::Access::ReadOnly),
             y = Y.getLocalViewDevice(Tpetra::Access::ReadOnly);
  std::fill_n(sums, count * static_cast<int>(y.extent(1)), Entry<S>(0));
  if (count == 0 || y.extent(0) == 0) return;
  if constexpr (OnHost<S>)
    detail::projectByPanels<S>(v, count, y, sums);
  else
    detail::projectByTeams<S>(v, count, y, sums);
}

template <class S>
void sumOverRanks(const MultiVector<S>& V, const Entry<S>* local, std::size_t count, Entry<S>* all) {
  Teuchos::reduceAll(*V.getMap()->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(count),
                     reinterpret_cast<const S*>(local), reinterpret_cast<S*>(all));
}

}  // namespace

template <class S>
Dense<S> projectOnBasis(const MultiVector<S>& V, int count, const MultiVector<S>& X,
                        const MultiVector<S>& Y) {
  const int wide = static_cast<int>(X.getNumVectors()), columns = static_cast<int>(Y.getNumVectors());
  std::vector<Entry<S>> local(static_cast<std::size_t>((count + wide) * columns)), all(local.size());
  projectLocally(V, count, Y, local.data());
  projectLocally(X, wide, Y, local.data() + count * columns);
  sumOverRanks(V, local.data(), local.size(), all.data());
  Dense<S> result(count + wide, columns);
  for (int j = 0; j < columns; ++j) {
    std::copy_n(all.begin() + j * count, count, result.column(j));
    std::copy_n(all.begin() + count * columns + j * wide, wide, result.column(j) + count);
  }
  return result;
}

template <class S>
Dense<S> projectOnBasis(const MultiVector<S>& V, int count, const MultiVector<S>& Y) {
  Dense<S> local(count, static_cast<int>(Y.getNumVectors())), all(count, local.cols());
  const auto size = static_cast<std::size_t>(count) * static_cast<std::size_t>(local.cols());
  if (size == 0) return all;
  projectLocally(V, count, Y, reinterpret_cast<Entry<S>*>(local.data()));
  sumOverRanks(V, reinterpret_cast<const Entry<S>*>(local.data()), size,
               reinterpret_cast<Entry<S>*>(all.data()));
  return all;
}

template <class S>
void addToBlock(S a, const MultiVector<S>& V, const Dense<S>& C, MultiVector<S>& X) {
  const auto v = V.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto x = X.getLocalViewDevice(Tpetra::Access::ReadWrite);
  if (C.rows() == 0 || x.extent(0) == 0) return;
  if constexpr (OnHost<S>)
    detail::addByPanels<S>(v, a, C, x);
  else
    detail::addByRows<S>(v, detail::toDevice(a, C), x);
}

template <class S>
void rotateBasis(MultiVector<S>& V, const Dense<S>& Q) {
  const auto v = V.getLocalViewDevice(Tpetra::Access::ReadWrite);
  if (v.extent(0) == 0) return;
  if constexpr (OnHost<S>)
    detail::rotateByPanels<S>(v, Q);
  else
    detail::rotateByTeams<S>(v, detail::toDevice(S(1), Q));
}

#define RITZ_BASIS_KERNELS(S)                                                              \
  template Dense<S> projectOnBasis<S>(const MultiVector<S>&, int, const MultiVector<S>&,   \
                                      const MultiVector<S>&);                              \
  template Dense<S> projectOnBasis<S>(const MultiVector<S>&, int, const MultiVector<S>&);  \
  template void addToBlock<S>(S, const MultiVector<S>&, const Dense<S>&, MultiVector<S>&); \
  template void rotateBasis<S>(MultiVector<S>&, const Dense<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_BASIS_KERNELS)

}  // namespace ritz
