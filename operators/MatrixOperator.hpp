#pragma once

#include <ritz/operators/LinearOperator.hpp>

#include <Tpetra_CrsMatrix.hpp>

#include <memory>

namespace ritz {

/// A sparse matrix A, m × n, as an operator: Y = A X and Y = Aᴴ X, each at the price of its stored entries.
template <class S>
class MatrixOperator : public LinearOperator<S> {
 public:
  using Matrix = Tpetra::CrsMatrix<S>;

  /// Shares the matrix, which must not change any more. Throws SpaceMismatch if it is null, InvalidOption if
  /// it is not fill-complete.
  explicit MatrixOperator(std::shared_ptr<const Matrix> matrix);

  const std::shared_ptr<const Matrix>& matrix() const { return matrix_; }

  /// True if domain and range are one space: equally many entries, spread alike over the ranks.
  bool isSquare() const { return isSquare_; }

  /// The entries a_ii over the row map, zero where none is stored. Collective.
  std::shared_ptr<const Tpetra::Vector<S>> diagonal() const;

  /// max |a_ij − conj(a_ji)| / max |a_ij|, exactly, over the stored entries; 0 for the zero matrix.
  /// Transposes A once. Collective. Throws SpaceMismatch if A is not square or its rows are spread otherwise
  /// than its range.
  Real<S> symmetryDefect() const;

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;

  std::shared_ptr<const Matrix> matrix_;
  bool isSquare_ = false;
};

}  // namespace ritz
