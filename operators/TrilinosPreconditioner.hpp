#pragma once

#include <ritz/operators/LinearOperator.hpp>
#include <ritz/operators/Preconditioner.hpp>

#include <Tpetra_CrsMatrix.hpp>

#include <string>
#include <utility>

namespace ritz {

/// A preconditioner made with Ifpack2 or MueLu as a Hermitian operator that knows what it is.
class TrilinosPreconditioner final : public LinearOperator<double> {
 public:
  TrilinosPreconditioner(Teuchos::RCP<const Operator<double>> inner, std::string description,
                         bool takesBlocks = false)
      : LinearOperator(inner->getDomainMap(), inner->getRangeMap()),
        inner_(std::move(inner)),
        description_(std::move(description)),
        takesBlocks_(takesBlocks) {}

  std::string description() const override { return description_; }
  bool takesBlocks() const { return takesBlocks_; }

 private:
  /// Else by columns: Ifpack2's polynomials keep vectors of the width of their first block.
  void applyImpl(const MultiVector<double>& X, MultiVector<double>& Y) const override {
    if (takesBlocks_) return inner_->apply(X, Y);
    for (std::size_t j = 0; j < X.getNumVectors(); ++j)
      inner_->apply(*X.getVector(j), *Y.getVectorNonConst(j));
  }
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<double>& X, MultiVector<double>& Y) const override {
    applyImpl(X, Y);
  }

  Teuchos::RCP<const Operator<double>> inner_;
  std::string description_;
  bool takesBlocks_;
};

using MatrixPointer = std::shared_ptr<const Tpetra::CrsMatrix<double>>;

/// For A + shift·diag A; null if a pivot is not positive. Collective. Throws NotSupported without Ifpack2.
OperatorPtr<double> makeIlu(const MatrixPointer& A, const Ilu& options, double shift);

/// Collective. Throws NotSupported without Ifpack2.
OperatorPtr<double> makeChebyshev(const MatrixPointer& A, const Chebyshev& options);

/// `nearNullSpace` over the rows of A, of which `unknowns` that follow each other belong to a point.
/// Null if the coarsest matrix is not positive definite. Collective. Throws NotSupported without MueLu,
/// InvalidOption if the rows are not numbered 0, 1, … from rank to rank though several belong to a point.
OperatorPtr<double> makeAmg(const MatrixPointer& A, const Amg& options,
                            const MultiVectorPtr<double>& nearNullSpace, int unknowns);

/// Throws NotSupported: what is missing and how to get it.
[[noreturn]] void throwMissingPart(const char* asked, const char* package);

}  // namespace ritz
