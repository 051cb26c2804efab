#pragma once

#include <ritz/operators/NetworkArrays.hpp>
#include <ritz/operators/NetworkHessian.hpp>
#include <ritz/operators/Samples.hpp>

namespace ritz::detail {

/// θ of a NetworkHessian taken apart; what is not among the parameters has no memory.
template <class S>
struct NetworkThetaParts {
  double ridge = 0.0;
  Kokkos::View<S*, Device<S>> scales;         ///< one for each feature, on every rank
  typename Samples<S>::Matrix sampleWeights;  ///< 1 × samples of this rank
};

/// θ = (ρ; s; c), those of them that were chosen: ρ and s on rank 0, c with the samples. S is real.
template <class S>
class NetworkThetaSpace {
 public:
  using Theta = Tpetra::Vector<S>;

  /// Collective.
  NetworkThetaSpace(const NetworkTheta& chosen, const Samples<S>& samples);

  const MapPtr& map() const { return map_; }
  const NetworkTheta& chosen() const { return chosen_; }

  /// (ρ, 1 …, 1 …).
  Theta initial(double ridge) const;

  /// Parts of memory of their own. Collective.
  NetworkThetaParts<S> split(const Theta& theta) const;

  /// Parts that are zero, to add to.
  NetworkThetaParts<S> zero() const;

  /// g += factor·parts: ρ's is the same on every rank, each rank has its share of the scales'. Collective.
  void add(double factor, const NetworkThetaParts<S>& parts, Theta& g) const;

 private:
  std::size_t headSize() const {
    return (chosen_.ridge ? 1u : 0u) + (chosen_.featureScales ? features_ : 0u);
  }
  bool isRoot() const { return map_->getComm()->getRank() == 0; }

  NetworkTheta chosen_;
  std::size_t features_, samples_;
  MapPtr map_;
};

}  // namespace ritz::detail
