#pragma once

#include <ritz/operators/LinearOperator.hpp>

namespace ritz {

/// Y = diag(d) X; also what Jacobi preconditioning needs.
template <class S>
class DiagonalOperator : public LinearOperator<S> {
 public:
  /// Keeps a copy of d. Acts on d's map.
  explicit DiagonalOperator(const Tpetra::Vector<S>& d);

  const Tpetra::Vector<S>& diagonal() const { return diagonal_; }

  /// diag(1/d). Collective. Throws InvalidOption on every rank if some 1/d is not finite (d zero or NaN).
  std::shared_ptr<const DiagonalOperator<S>> inverse() const;

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;

  Tpetra::Vector<S> diagonal_;
};

}  // namespace ritz
