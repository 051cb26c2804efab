#pragma once

#include <ritz/operators/LinearOperator.hpp>

#include <Tpetra_CrsMatrix.hpp>
#include <Tpetra_Import.hpp>

#include <memory>

namespace ritz {

/// Moves rows between ranks, as few as can be, so that the `unknowns` rows of each point, which follow each
/// other, lie on one rank. Host only.
class WholePoints {
 public:
  /// `rows` number 0, 1, … from rank to rank. Collective. Throws InvalidOption if they do not.
  WholePoints(const MapPtr& rows, int unknowns);

  bool isNeeded() const { return !moves_.is_null(); }  ///< some point is split
  const MapPtr& map() const { return whole_; }

  /// The same over map(). Collective.
  std::shared_ptr<const Tpetra::CrsMatrix<double>> moved(
      const std::shared_ptr<const Tpetra::CrsMatrix<double>>& A) const;
  MultiVectorPtr<double> moved(const MultiVectorPtr<double>& X) const;
  /// K over map() as an operator over the rows. Collective.
  Teuchos::RCP<const Operator<double>> movedBack(const Teuchos::RCP<const Operator<double>>& K) const;

 private:
  MapPtr rows_, whole_;
  Teuchos::RCP<const Tpetra::Import<>> moves_;
};

}  // namespace ritz
