#include <ritz/operators/Error.hpp>
#include <ritz/operators/WholePoints.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>

#include <utility>

namespace ritz {

namespace {

using Matrix = Tpetra::CrsMatrix<double>;

/// Y = Pᵀ K P X, P the moves.
class MovedOperator final : public LinearOperator<double> {
 public:
  MovedOperator(const MapPtr& rows, Teuchos::RCP<const Tpetra::Import<>> moves,
                Teuchos::RCP<const Operator<double>> inner)
      : LinearOperator(rows, rows), moves_(std::move(moves)), inner_(std::move(inner)) {}

 private:
  void applyImpl(const MultiVector<double>& X, MultiVector<double>& Y) const override {
    MultiVector<double> x(inner_->getDomainMap(), X.getNumVectors(), false),
        y(inner_->getRangeMap(), X.getNumVectors(), false);
    x.doImport(X, *moves_, Tpetra::INSERT);
    inner_->apply(x, y);
    Y.doExport(y, *moves_, Tpetra::INSERT);
  }

  Teuchos::RCP<const Tpetra::Import<>> moves_;
  Teuchos::RCP<const Operator<double>> inner_;
};

/// The first multiple of `unknowns` from `row` on.
GlobalIndex roundedUp(GlobalIndex row, int unknowns) { return (row + unknowns - 1) / unknowns * unknowns; }

}  // namespace

WholePoints::WholePoints(const MapPtr& rows, int unknowns) : rows_(rows), whole_(rows) {
  if (unknowns == 1) return;
  const auto n = static_cast<GlobalIndex>(rows->getGlobalNumElements());
  if (!rows->isContiguous() || rows->getMinAllGlobalIndex() != 0 || n % unknowns != 0)
    throw InvalidOption(fmt::format(
        "makePreconditioner: asked for points of {} unknowns each among {} rows; their number has to be a "
        "multiple of that, numbered 0, 1, … from rank to rank as by makeMap",
        unknowns, n));
  const LocalIndex count = rows->getMaxLocalIndex() + 1;
  const GlobalIndex first = count > 0 ? rows->getMinGlobalIndex() : 0;
  const GlobalIndex from = count > 0 ? roundedUp(first, unknowns) : 0,
                    to = count > 0 ? roundedUp(first + count, unknowns) : 0;
  const int mine = count > 0 && (from != first || to != first + count);
  int some = 0;
  Teuchos::reduceAll(*rows->getComm(), Teuchos::REDUCE_MAX, mine, Teuchos::outArg(some));
  if (some == 0) return;
  whole_ = Teuchos::rcp(new Map(static_cast<Tpetra::global_size_t>(n), static_cast<std::size_t>(to - from), 0,
                                rows->getComm()));
  moves_ = Teuchos::rcp(new Tpetra::Import<>(rows_, whole_));
}

std::shared_ptr<const Matrix> WholePoints::moved(const std::shared_ptr<const Matrix>& A) const {
  if (!isNeeded()) return A;
  return Teuchos::get_shared_ptr(Teuchos::rcp_const_cast<const Matrix>(
      Tpetra::importAndFillCompleteCrsMatrix<Matrix>(toRcp(A), *moves_, whole_, whole_)));
}

MultiVectorPtr<double> WholePoints::moved(const MultiVectorPtr<double>& X) const {
  if (!isNeeded()) return X;
  auto result = std::make_shared<MultiVector<double>>(whole_, X->getNumVectors(), false);
  result->doImport(*X, *moves_, Tpetra::INSERT);
  return result;
}

Teuchos::RCP<const Operator<double>> WholePoints::movedBack(
    const Teuchos::RCP<const Operator<double>>& K) const {
  if (!isNeeded()) return K;
  return Teuchos::rcp(new MovedOperator(rows_, moves_, K));
}

}  // namespace ritz
