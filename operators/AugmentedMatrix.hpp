#pragma once

#include <ritz/operators/Types.hpp>

#include <Tpetra_CrsMatrix.hpp>

#include <memory>

namespace ritz::detail {

/// H = [0 A; Aᴴ 0] of a sparse m × n matrix A, whose eigenvalues are ±σ of A and |m − n| zeros, and its
/// vectors (y, x) with y over the range of A before x over its domain.
template <class S>
class AugmentedMatrix {
 public:
  using Matrix = Tpetra::CrsMatrix<S>;

  /// Transposes A once. Collective. Throws SpaceMismatch if the rows of A are spread otherwise than its
  /// range.
  explicit AugmentedMatrix(const Matrix& A);

  const std::shared_ptr<const Matrix>& matrix() const { return matrix_; }

  /// [I 0; 0 −I].
  std::shared_ptr<const Matrix> signs() const;

  MultiVector<S> vectors(std::size_t columns) const { return MultiVector<S>(map_, columns); }  ///< zeros
  void setRange(const MultiVector<S>& y, MultiVector<S>& joined) const;                        ///< of (y, x)
  void setDomain(const MultiVector<S>& x, MultiVector<S>& joined) const;
  void getRange(const MultiVector<S>& joined, MultiVector<S>& y) const;
  void getDomain(const MultiVector<S>& joined, MultiVector<S>& x) const;

 private:
  MapPtr range_, domain_, map_;
  std::shared_ptr<const Matrix> matrix_;
};

}  // namespace ritz::detail
