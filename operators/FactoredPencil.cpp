#include <ritz/operators/FactoredPencil.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/KluFactor.hpp>
#include <ritz/operators/MumpsFactor.hpp>
#include <ritz/operators/RootMap.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace ritz::detail {

namespace {

template <class S>
std::unique_ptr<SparseFactor<S>> makeFactor(const Map& map, Factorization by, bool isSaddle) {
  const int n = static_cast<int>(map.getGlobalNumElements());
  if (by == Factorization::Klu2) return std::make_unique<KluFactor<S>>(map.getComm(), n);
  return std::make_unique<MumpsFactor<S>>(map.getComm(), n, isSaddle);
}

}  // namespace

template <class S>
FactoredPencil<S>::FactoredPencil(const Matrix& A, const Matrix* B, Factorization by, bool isSaddle)
    : map_(A.getDomainMap()),
      first_(map_->getMinAllGlobalIndex()),
      rootMap_(rootMapOf(*map_, "makeFactoredInverse")),
      toRoot_(map_, rootMap_),
      factor_(makeFactor<S>(*map_, by, isSaddle)) {
  append(A);
  numOfA_ = matrix_.values.size();
  if (B)
    append(*B);
  else
    appendIdentity();
  values_ = matrix_.values;
  const Real<S> normA = largest(0, numOfA_), normB = largest(numOfA_, values_.size());
  scale_ = normB > 0 ? normA / normB : normA;
  normA_ = normA;
}

template <class S>
long long FactoredPencil<S>::factorize(Real<S> sigma) {
  for (std::size_t i = numOfA_; i < values_.size(); ++i) matrix_.values[i] = values_[i] * S(-sigma);
  factor_->factorize(matrix_);
  sigma_ = sigma;
  ++count_;
  return factor_->negativePivots();
}

template <class S>
bool FactoredPencil<S>::isSingular() {
  constexpr Real<S> MostGrowth = Real<S>(1) / (1000 * std::numeric_limits<Real<S>>::epsilon());
  if (factor_->isSingular()) return true;
  MultiVector<S> x(map_, 1, false), y(map_, 1, false);
  fillHash(x, 0);
  solve(x, y);
  const Real<S> growth = y.getVector(0)->norm2() / x.getVector(0)->norm2() * normA_;
  return !(growth < MostGrowth);
}

template <class S>
Real<S> FactoredPencil<S>::nudge() const {
  return std::sqrt(std::numeric_limits<Real<S>>::epsilon()) * scale_;
}

template <class S>
void FactoredPencil<S>::solve(const MultiVector<S>& X, MultiVector<S>& Y) const {
  MultiVector<S> all(rootMap_, X.getNumVectors(), false);
  all.doImport(X, toRoot_, Tpetra::INSERT);
  {
    const auto host = all.getLocalViewHost(Tpetra::Access::ReadWrite);
    const bool isRoot = map_->getComm()->getRank() == 0;
    factor_->solve(isRoot ? reinterpret_cast<S*>(host.data()) : nullptr, static_cast<int>(X.getNumVectors()),
                   isRoot ? std::max(1, static_cast<int>(all.getStride())) : 1);
  }
  Y.doExport(all, toRoot_, Tpetra::INSERT);
}

/// The lower triangle of a real matrix, all of a complex one.
template <class S>
void FactoredPencil<S>::append(const Matrix& M) {
  constexpr bool lowerOnly = std::is_floating_point_v<S>;
  const Map& rows = *M.getRowMap();
  const Map& columns = *M.getColMap();
  typename Matrix::local_inds_host_view_type indices;
  typename Matrix::values_host_view_type values;
  for (LocalIndex i = 0; i <= rows.getMaxLocalIndex(); ++i) {
    const GlobalIndex row = rows.getGlobalElement(i);
    M.getLocalRowView(i, indices, values);
    for (std::size_t k = 0; k < indices.extent(0); ++k) {
      const GlobalIndex column = columns.getGlobalElement(indices(k));
      if (!lowerOnly || column <= row) push(row, column, static_cast<S>(values(k)));
    }
  }
}

template <class S>
void FactoredPencil<S>::appendIdentity() {
  for (LocalIndex i = 0; i <= map_->getMaxLocalIndex(); ++i)
    push(map_->getGlobalElement(i), map_->getGlobalElement(i), S(1));
}

template <class S>
void FactoredPencil<S>::push(GlobalIndex row, GlobalIndex column, S value) {
  matrix_.rows.push_back(static_cast<int>(row - first_) + 1);
  matrix_.columns.push_back(static_cast<int>(column - first_) + 1);
  matrix_.values.push_back(value);
}

template <class S>
Real<S> FactoredPencil<S>::largest(std::size_t from, std::size_t to) const {
  Real<S> mine = 0, all = 0;
  for (std::size_t i = from; i < to; ++i) mine = std::max<Real<S>>(mine, std::abs(values_[i]));
  Teuchos::reduceAll(*map_->getComm(), Teuchos::REDUCE_MAX, mine, Teuchos::outArg(all));
  return all;
}

RITZ_INSTANTIATE(FactoredPencil)

}  // namespace ritz::detail
