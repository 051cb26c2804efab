#pragma once

#include <ritz/operators/GridRuns.hpp>
#include <ritz/operators/Halo.hpp>
#include <ritz/operators/LinearOperator.hpp>

#include <Kokkos_Core.hpp>

#include <array>

namespace ritz {

/// Seven-point finite differences for −∇·(w ∇u) on an nx × ny × nz grid, u = 0 outside, never stored: the
/// diagonal is 2(w₁ + w₂ + w₃), and −w_d belongs to the two neighbours in direction d. x runs fastest in the
/// numbering. Symmetric, positive definite for w > 0. One application costs one exchange of nx·ny entries
/// with the neighbouring ranks.
template <class S>
class Laplacian3d : public LinearOperator<S> {
 public:
  using Size = detail::GridSize;
  using Weights = std::array<double, 3>;

  /// Over makeMap(comm, nx·ny·nz). Throws InvalidOption if a size is below 1, their product too large for a
  /// global index, or a weight not finite. Collective.
  Laplacian3d(const CommPtr& comm, Size size, Weights weights = {1.0, 1.0, 1.0});

  /// The (constant) diagonal, for Jacobi preconditioning.
  Tpetra::Vector<S> diagonal() const;

  const Size& size() const { return size_; }
  const Weights& weights() const { return weights_; }

 private:
  Laplacian3d(const MapPtr& map, const Size& size, const Weights& weights);
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { applyImpl(X, Y); }

  Size size_;
  Weights weights_;
  detail::Halo<S> halo_;
  Kokkos::View<typename MultiVector<S>::impl_scalar_type*, typename MultiVector<S>::device_type> zeros_;
  detail::GridRuns runs_;
};

}  // namespace ritz
