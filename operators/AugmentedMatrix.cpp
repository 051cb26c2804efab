#include <ritz/operators/AugmentedMatrix.hpp>
#include <ritz/operators/Compat.hpp>
#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <Tpetra_RowMatrixTransposer.hpp>

#include <utility>
#include <vector>

namespace ritz::detail {

namespace {

MapPtr joinedMap(const Map& range, const Map& domain) {
  std::vector<GlobalIndex> mine;
  const GlobalIndex firstOfRange = range.getMinAllGlobalIndex(),
                    firstOfDomain = domain.getMinAllGlobalIndex();
  const auto m = static_cast<GlobalIndex>(range.getGlobalNumElements());
  for (LocalIndex i = 0; i <= range.getMaxLocalIndex(); ++i)
    mine.push_back(range.getGlobalElement(i) - firstOfRange);
  for (LocalIndex i = 0; i <= domain.getMaxLocalIndex(); ++i)
    mine.push_back(domain.getGlobalElement(i) - firstOfDomain + m);
  return Teuchos::rcp(new Map(range.getGlobalNumElements() + domain.getGlobalNumElements(),
                              Teuchos::arrayViewFromVector(mine), 0, range.getComm()));
}

/// The rows of M, indices moved, as rows of `into`. Host only.
template <class S>
void insert(const Tpetra::CrsMatrix<S>& M, GlobalIndex rowShift, GlobalIndex columnShift, bool conjugates,
            Tpetra::CrsMatrix<S>& into) {
  const Map &rows = *M.getRowMap(), &columns = *M.getColMap();
  typename Tpetra::CrsMatrix<S>::local_inds_host_view_type indices;
  typename Tpetra::CrsMatrix<S>::values_host_view_type values;
  std::vector<GlobalIndex> at;
  std::vector<S> entries;
  for (LocalIndex i = 0; i <= rows.getMaxLocalIndex(); ++i) {
    M.getLocalRowView(i, indices, values);
    at.clear();
    entries.clear();
    for (std::size_t k = 0; k < indices.extent(0); ++k) {
      const S value = static_cast<S>(values(k));
      at.push_back(columns.getGlobalElement(indices(k)) + columnShift);
      entries.push_back(conjugates ? Teuchos::ScalarTraits<S>::conjugate(value) : value);
    }
    into.insertGlobalValues(rows.getGlobalElement(i) + rowShift, Teuchos::arrayViewFromVector(at),
                            Teuchos::arrayViewFromVector(entries));
  }
}

}  // namespace

template <class S>
AugmentedMatrix<S>::AugmentedMatrix(const Matrix& A)
    : range_(A.getRangeMap()), domain_(A.getDomainMap()), map_(joinedMap(*range_, *domain_)) {
  requireSameMap(*A.getRowMap(), *range_, "makeFactoredPseudoInverse", "the rows of A");
  const auto transpose = Tpetra::RowMatrixTransposer<S>(Teuchos::rcpFromRef(A)).createTranspose();
  std::vector<std::size_t> lengths;
  for (LocalIndex i = 0; i < localSize(*range_); ++i) lengths.push_back(A.getNumEntriesInLocalRow(i));
  for (LocalIndex i = 0; i < localSize(*domain_); ++i)
    lengths.push_back(transpose->getNumEntriesInLocalRow(i));
  auto H = std::make_shared<Matrix>(map_, Teuchos::ArrayView<const std::size_t>(lengths));
  const GlobalIndex m = static_cast<GlobalIndex>(range_->getGlobalNumElements());
  const GlobalIndex first = range_->getMinAllGlobalIndex(), behind = m - domain_->getMinAllGlobalIndex();
  insert(A, -first, behind, false, *H);
  insert(*transpose, behind, -first, true, *H);
  H->fillComplete();
  matrix_ = std::move(H);
}

template <class S>
std::shared_ptr<const Tpetra::CrsMatrix<S>> AugmentedMatrix<S>::signs() const {
  auto J = std::make_shared<Matrix>(map_, 1);
  const auto rows = localSize(*range_);
  for (LocalIndex i = 0; i <= map_->getMaxLocalIndex(); ++i) {
    const GlobalIndex row = map_->getGlobalElement(i);
    const S value = i < rows ? S(1) : S(-1);
    J->insertGlobalValues(row, Teuchos::arrayView(&row, 1), Teuchos::arrayView(&value, 1));
  }
  J->fillComplete();
  return J;
}

template <class S>
void AugmentedMatrix<S>::setRange(const MultiVector<S>& y, MultiVector<S>& joined) const {
  Tpetra::deep_copy(*joined.offsetViewNonConst(range_, 0), y);
}

template <class S>
void AugmentedMatrix<S>::setDomain(const MultiVector<S>& x, MultiVector<S>& joined) const {
  Tpetra::deep_copy(*joined.offsetViewNonConst(domain_, static_cast<std::size_t>(localSize(*range_))), x);
}

template <class S>
void AugmentedMatrix<S>::getRange(const MultiVector<S>& joined, MultiVector<S>& y) const {
  Tpetra::deep_copy(y, *joined.offsetView(range_, 0));
}

template <class S>
void AugmentedMatrix<S>::getDomain(const MultiVector<S>& joined, MultiVector<S>& x) const {
  Tpetra::deep_copy(x, *joined.offsetView(domain_, static_cast<std::size_t>(localSize(*range_))));
}

RITZ_INSTANTIATE(AugmentedMatrix)

}  // namespace ritz::detail
