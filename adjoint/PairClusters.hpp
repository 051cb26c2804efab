#pragma once

#include <ritz/adjoint/AdjointErrors.hpp>
#include <ritz/adjoint/AdjointOptions.hpp>
#include <ritz/adjoint/Clusters.hpp>
#include <ritz/adjoint/Loss.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace ritz {

/// The clusters of equal values among the pairs of a result, and what they forbid: a loss has a derivative
/// only if k cuts no cluster that it sees, and if inside a cluster it does not depend on the basis.
template <class S>
class PairClusters {
 public:
  /// As ProjectedSylvester::distanceToRest; asked only where there are no guards to tell.
  using DistanceToRest = std::function<Real<S>(int pair)>;

  PairClusters(std::shared_ptr<const EigenResult<S>> result, const AdjointOptions& options);

  /// Those with more than one member.
  std::vector<Cluster> multiple() const;

  /// For each pair, which cluster it is in.
  const std::vector<int>& clusterOf() const { return clusterOf_; }

  /// The cluster of the last pair.
  const Cluster& last() const { return clusters_[static_cast<std::size_t>(clusterOf_.back())]; }

  /// Whether more pairs belong to this cluster than the result has. Collective.
  bool isCut(const Cluster& cluster, const DistanceToRest& distance) const;

  /// Whether a copy of the last value lies beyond the pairs although no guard shows it: guards are not
  /// converged, and a Krylov space grown from one vector holds one vector of each value. Asks `distance`.
  /// Collective.
  bool hidesCopy(const DistanceToRest& distance) const;

  /// Throws GaugeDependent for a cluster that is cut, with the k that would close it (found by solving
  /// again). Collective.
  [[noreturn]] void raiseCut(const Cluster& cluster) const;

  /// Throws SpaceMismatch if the cotangent is not of these pairs, GaugeDependent if k cuts a cluster that it
  /// sees. Collective.
  void requireClosed(const Cotangent<S>& cotangent, const DistanceToRest& distance) const;

  /// Throws GaugeDependent if k cuts a cluster, whichever. Collective.
  void requireAllClosed(const DistanceToRest& distance) const;

  /// Throws GaugeDependent if the k × k matrix dΛ is no multiple of I in this cluster: its values part.
  void requireScalar(const Cluster& cluster, const Dense<S>& dValues) const;

  /// Throws GaugeDependent if hidesCopy and a loss of values alone sees the last cluster (one of vectors
  /// comes to know in its solve, see requireGaps). Collective.
  void requireNoHiddenCopy(const Cotangent<S>& cotangent, const DistanceToRest& distance) const;

  /// Throws GaugeDependent for the cluster, if there is one, between whose values and others a solve has met
  /// less than the gap of a cluster: `curvature` of each pair. Collective.
  void requireGaps(const std::function<Real<S>(int pair)>& curvature) const;

  /// The cotangent, after the checks that its own numbers allow, `M` being UᴴŪ. With OnCluster::Project its
  /// invariant part, otherwise throws GaugeDependent where it depends on the basis. Collective.
  Cotangent<S> invariantPart(const Cotangent<S>& cotangent, const Dense<S>& M) const;

  /// Evaluates the loss in other bases of each cluster. True if it has a derivative; else false with
  /// OnCluster::Project, and GaugeDependent otherwise. Collective.
  bool certify(const Loss<S>& loss) const;

 private:
  bool isEverything() const;
  bool continues(const DistanceToRest& distance) const;
  void requireSameSize(const Cotangent<S>& cotangent) const;
  [[noreturn]] void raiseGauge(GaugeDependent::Finding finding) const;
  int numPairs() const { return static_cast<int>(result_->values.size()); }

  std::shared_ptr<const EigenResult<S>> result_;
  AdjointOptions options_;
  std::vector<Cluster> clusters_;
  std::vector<int> clusterOf_;
};

}  // namespace ritz
