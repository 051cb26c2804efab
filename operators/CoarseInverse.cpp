#include <ritz/operators/CoarseInverse.hpp>
#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Error.hpp>

#include <fmt/format.h>
#include <Teuchos_LAPACK.hpp>

namespace ritz {

namespace {

/// All of A on every rank: its products with the columns of the identity, gathered.
Dense<double> gathered(const CoarseInverse::Matrix& A, const Tpetra::Import<>& gather) {
  const int n = static_cast<int>(A.getGlobalNumRows());
  const GlobalIndex first = A.getRowMap()->getMinAllGlobalIndex();
  MultiVector<double> unit(A.getDomainMap(), static_cast<std::size_t>(n)),
      all(gather.getTargetMap(), unit.getNumVectors());
  MultiVector<double> image(A.getRangeMap(), unit.getNumVectors());
  for (int j = 0; j < n; ++j)
    if (unit.getMap()->isNodeGlobalElement(first + j))
      unit.replaceGlobalValue(first + j, static_cast<std::size_t>(j), 1.0);
  A.apply(unit, image);
  all.doImport(image, gather, Tpetra::INSERT);
  const auto host = all.getLocalViewHost(Tpetra::Access::ReadOnly);
  Dense<double> result(n, n);
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i) result(i, j) = host(i, j);
  return result;
}

/// False if A is not positive definite to rounding.
bool invert(Dense<double>& A) {
  Teuchos::LAPACK<int, double> lapack;
  const int n = A.rows();
  int info = 0;
  lapack.POTRF('L', n, A.data(), n, &info);
  if (info == 0) lapack.POTRI('L', n, A.data(), n, &info);
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < j; ++i) A(i, j) = A(j, i);
  return info == 0;
}

}  // namespace

CoarseInverse::CoarseInverse(const MapPtr& map, const MapPtr& everywhere)
    : LinearOperator(map, map),
      everywhere_(everywhere),
      gather_(map, everywhere),
      rows_(map, everywhere->getGlobalNumElements()) {}

std::shared_ptr<const CoarseInverse> CoarseInverse::make(const Matrix& A) {
  const MapPtr map = A.getDomainMap();
  const auto n = static_cast<GlobalIndex>(map->getGlobalNumElements());
  if (n > MaxSize)
    throw NotSupported(
        fmt::format("makePreconditioner: the coarsest level has {} unknowns and several ranks may have at "
                    "most {}; use fewer "
                    "ranks or a larger Amg::drop",
                    n, MaxSize));
  const MapPtr everywhere =
      Teuchos::rcp(new Map(static_cast<Tpetra::global_size_t>(n), map->getMinAllGlobalIndex(), map->getComm(),
                           Tpetra::LocallyReplicated));
  std::shared_ptr<CoarseInverse> result(new CoarseInverse(map, everywhere));
  Dense<double> inverse = gathered(A, result->gather_);
  if (!invert(inverse)) return nullptr;
  const auto rows = result->rows_.getLocalViewHost(Tpetra::Access::OverwriteAll);
  for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i) {
    const int row = static_cast<int>(map->getGlobalElement(i) - map->getMinAllGlobalIndex());
    for (int j = 0; j < inverse.cols(); ++j) rows(i, j) = inverse(row, j);
  }
  return result;
}

void CoarseInverse::applyImpl(const MultiVector<double>& X, MultiVector<double>& Y) const {
  MultiVector<double> all(everywhere_, X.getNumVectors(), false);
  all.doImport(X, gather_, Tpetra::INSERT);
  Y.multiply(Teuchos::NO_TRANS, Teuchos::NO_TRANS, 1.0, rows_, all, 0.0);
}

}  // namespace ritz
