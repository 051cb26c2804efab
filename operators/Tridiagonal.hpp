#pragma once

#include <ritz/operators/Halo.hpp>
#include <ritz/operators/LinearOperator.hpp>

namespace ritz {

/// The n × n matrix with 1, 2, …, n on the diagonal and 1 next to it, never stored: evenly spread eigenvalues
/// near 1.2, 2, 3, …, a standard test for Lanczos methods. Symmetric.
template <class S>
class Tridiagonal : public LinearOperator<S> {
 public:
  /// Over makeMap(comm, n). Throws InvalidOption if n < 1. Collective.
  Tridiagonal(const CommPtr& comm, GlobalIndex n);

 private:
  explicit Tridiagonal(const MapPtr& map);
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { applyImpl(X, Y); }

  detail::Halo<S> halo_;
};

}  // namespace ritz
