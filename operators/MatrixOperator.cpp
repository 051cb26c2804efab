#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/MatrixOperator.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>
#include <Tpetra_RowMatrixTransposer.hpp>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace ritz {

namespace {

template <class S>
using Row = std::vector<std::pair<GlobalIndex, S>>;

template <class S>
const Tpetra::CrsMatrix<S>& checked(const std::shared_ptr<const Tpetra::CrsMatrix<S>>& matrix) {
  if (!matrix) throw SpaceMismatch("MatrixOperator: the matrix is null");
  if (!matrix->isFillComplete())
    throw InvalidOption("MatrixOperator: the matrix is still being filled; call its fillComplete first");
  return *matrix;
}

template <class S>
void copyRow(const Tpetra::CrsMatrix<S>& A, LocalIndex row, Row<S>& sorted) {
  typename Tpetra::CrsMatrix<S>::local_inds_host_view_type columns;
  typename Tpetra::CrsMatrix<S>::values_host_view_type values;
  A.getLocalRowView(row, columns, values);
  const Map& map = *A.getColMap();
  sorted.clear();
  for (std::size_t k = 0; k < columns.extent(0); ++k)
    sorted.emplace_back(map.getGlobalElement(columns(k)), static_cast<S>(values(k)));
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
}

template <class S>
Real<S> largestOf(const Row<S>& row) {
  Real<S> largest = 0;
  for (const auto& entry : row) largest = std::max<Real<S>>(largest, std::abs(entry.second));
  return largest;
}

/// max_j |a_j − conj(b_j)| over the union of two sorted rows.
template <class S>
Real<S> largestDifference(const Row<S>& a, const Row<S>& b) {
  const auto conjugate = [](S value) { return Teuchos::ScalarTraits<S>::conjugate(value); };
  Real<S> largest = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() || j != b.end();) {
    S difference(0);
    if (j == b.end() || (i != a.end() && i->first < j->first))
      difference = (i++)->second;
    else if (i == a.end() || j->first < i->first)
      difference = (j++)->second;
    else
      difference = (i++)->second - conjugate((j++)->second);
    largest = std::max<Real<S>>(largest, std::abs(difference));
  }
  return largest;
}

}  // namespace

template <class S>
MatrixOperator<S>::MatrixOperator(std::shared_ptr<const Matrix> matrix)
    : LinearOperator<S>(checked(matrix).getDomainMap(), checked(matrix).getRangeMap()),
      matrix_(std::move(matrix)),
      isSquare_(this->getDomainMap()->isSameAs(*this->getRangeMap())) {}

template <class S>
std::shared_ptr<const Tpetra::Vector<S>> MatrixOperator<S>::diagonal() const {
  auto diagonal = std::make_shared<Tpetra::Vector<S>>(matrix_->getRowMap());
  matrix_->getLocalDiagCopy(*diagonal);
  return diagonal;
}

template <class S>
Real<S> MatrixOperator<S>::symmetryDefect() const {
  const Map& rows = *matrix_->getRowMap();
  if (!isSquare_ || !rows.isSameAs(*this->getRangeMap()))
    throw SpaceMismatch(fmt::format(
        "MatrixOperator: asked for the symmetry defect of a matrix of {} x {} whose domain, "
        "range and rows are not all spread alike; give a square one on one map",
        this->getRangeMap()->getGlobalNumElements(), this->getDomainMap()->getGlobalNumElements()));
  const auto transpose = Tpetra::RowMatrixTransposer<S>(toRcp(matrix_)).createTranspose();
  Real<S> mine[2] = {0, 0}, all[2] = {0, 0};
  Row<S> row, mirrored;
  for (LocalIndex i = 0; i <= rows.getMaxLocalIndex(); ++i) {
    copyRow(*matrix_, i, row);
    copyRow(*transpose, transpose->getRowMap()->getLocalElement(rows.getGlobalElement(i)), mirrored);
    mine[0] = std::max(mine[0], largestDifference<S>(row, mirrored));
    mine[1] = std::max(mine[1], largestOf<S>(row));
  }
  Teuchos::reduceAll(*rows.getComm(), Teuchos::REDUCE_MAX, 2, mine, all);
  return all[1] > 0 ? all[0] / all[1] : 0;
}

template <class S>
void MatrixOperator<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  matrix_->apply(X, Y);
}

template <class S>
void MatrixOperator<S>::applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  matrix_->apply(X, Y, Teuchos::CONJ_TRANS);
}

RITZ_INSTANTIATE(MatrixOperator)

}  // namespace ritz
