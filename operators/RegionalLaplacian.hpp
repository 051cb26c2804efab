#pragma once

#include <ritz/operators/GridRuns.hpp>
#include <ritz/operators/Halo.hpp>
#include <ritz/operators/ParametricOperator.hpp>
#include <ritz/operators/ReplicatedSpace.hpp>

#include <functional>
#include <vector>

namespace ritz {

/// Seven-point differences for −∇·(θ(x) w ∇u) on an nx × ny × nz grid, u = 0 outside, θ constant in each of
/// the regions that the points are shared out to, never stored:
///
///     (A(θ) u)_p = Σ over the six neighbours q of w_d κ_pq (u_p − u_q),  κ_pq = ½ (θ at p + θ at q),
///
/// κ = θ at p where q is outside. Linear in θ; symmetric, positive definite for θ > 0. With all θ = 1 it is
/// Laplacian3d; a size of 1 and a weight of 0 make it two-dimensional. One application costs one exchange of
/// nx·ny entries with the neighbouring ranks; a gradient two and one pass over W and V, however many regions
/// there are. Memory: 2 vectors and the regions.
template <class S>
class RegionalLaplacian : public ParametricOperator<S> {
 public:
  using Theta = typename ParametricOperator<S>::Theta;
  using Size = detail::GridSize;
  using Weights = std::array<double, 3>;
  /// The region of a grid point, 0 … regions − 1; asked for this rank's points while constructing.
  using RegionOf = std::function<int(GlobalIndex x, GlobalIndex y, GlobalIndex z)>;

  /// Over makeMap(comm, nx·ny·nz), parameters over makeMap(comm, regions), zero until they are set. Throws
  /// InvalidOption (sizes or regions below 1, weights not finite, a point in no region). Collective.
  RegionalLaplacian(const CommPtr& comm, Size size, int regions, const RegionOf& regionOf,
                    Weights weights = {1.0, 1.0, 1.0});

  MapPtr parameterMap() const override { return parameters_.map(); }
  void applyDerivative(const Theta& p, const MultiVector<S>& X, MultiVector<S>& Y) const override;
  void accumulateGradient(Real<S> c, const MultiVector<S>& W, const MultiVector<S>& V,
                          Theta& g) const override;
  /// Adds nothing: A(θ) has no curvature.
  void accumulateSecond(Real<S> c, const Theta& p, const MultiVector<S>& W, const MultiVector<S>& V,
                        Theta& g) const override;

  const Size& size() const { return size_; }

 private:
  using Device = typename MultiVector<S>::device_type;
  /// θ at every point of this rank, and next to it.
  struct Field {
    MultiVector<Real<S>> own, halo;
  };
  RegionalLaplacian(const MapPtr& map, const Size& size, int regions, const RegionOf& regionOf,
                    const Weights& weights);
  void sortRows(const RegionOf& regionOf);
  Field fieldOf(const Theta& theta) const;
  void applyWith(const Field& field, const MultiVector<S>& X, MultiVector<S>& Y) const;
  void addEnergy(const MultiVector<S>& w, const MultiVector<S>& v, Real<S>* density) const;
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { applyImpl(X, Y); }
  void onParametersChanged() override;

  Size size_;
  Weights weights_;
  detail::ReplicatedSpace<Real<S>> parameters_;
  detail::Halo<S> halo_;
  detail::Halo<Real<S>> fieldHalo_;
  Kokkos::View<typename MultiVector<S>::impl_scalar_type*, Device> zeros_;
  detail::GridRuns runs_;
  Kokkos::View<LocalIndex*, Device> rows_;  // by region
  std::vector<LocalIndex> begins_;          // of each region in rows_, and the end
  std::unique_ptr<Field> field_;
};

}  // namespace ritz
