#pragma once

#include <ritz/operators/LinearOperator.hpp>

#include <Tpetra_CrsMatrix.hpp>

#include <memory>

namespace ritz {

/// A⁻¹ of a small symmetric positive definite matrix, dense, each rank its rows: n² numbers in all, one
/// exchange of n numbers a column.
class CoarseInverse final : public LinearOperator<double> {
 public:
  using Matrix = Tpetra::CrsMatrix<double>;

  /// The largest n for which it is made; n²/ranks numbers for each rank for good, n² while it is made.
  static constexpr GlobalIndex MaxSize = 3000;

  /// Null if A is not positive definite to rounding. Collective. Throws NotSupported if n > MaxSize.
  static std::shared_ptr<const CoarseInverse> make(const Matrix& A);

 private:
  CoarseInverse(const MapPtr& map, const MapPtr& everywhere);
  void applyImpl(const MultiVector<double>& X, MultiVector<double>& Y) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<double>& X, MultiVector<double>& Y) const override {
    applyImpl(X, Y);
  }

  MapPtr everywhere_;
  Tpetra::Import<> gather_;
  MultiVector<double> rows_;  ///< of A⁻¹, column j for the j-th smallest global index
};

}  // namespace ritz
