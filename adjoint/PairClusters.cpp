#include <ritz/adjoint/ClosedCluster.hpp>
#include <ritz/adjoint/GaugeCheck.hpp>
#include <ritz/adjoint/PairClusters.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace ritz {

namespace {

/// 1-based, as users count pairs.
std::vector<int> numbered(const Cluster& cluster) {
  std::vector<int> result = cluster;
  for (int& i : result) ++i;
  return result;
}

template <class R>
std::vector<double> valuesOf(const Cluster& cluster, const std::vector<R>& values) {
  std::vector<double> result;
  for (const int i : cluster) result.push_back(static_cast<double>(values[static_cast<std::size_t>(i)]));
  return result;
}

/// Whether the loss sees this cluster at all.
template <class S>
bool touches(const Cotangent<S>& cotangent, const Cluster& cluster) {
  if (cotangent.values.rows() > 0)
    for (const int i : cluster)
      for (const int j : cluster)
        if (cotangent.values(i, j) != S(0)) return true;
  if (!cotangent.vectors) return false;
  const std::vector<Real<S>> norms = columnNorms(*cotangent.vectors);
  return std::any_of(cluster.begin(), cluster.end(),
                     [&](int j) { return norms[static_cast<std::size_t>(j)] > Real<S>(0); });
}

}  // namespace

template <class S>
PairClusters<S>::PairClusters(std::shared_ptr<const EigenResult<S>> result, const AdjointOptions& options)
    : result_(std::move(result)),
      options_(options),
      clusters_(findClusters(result_->values, result_->errorBounds, options.clusterFactor)),
      clusterOf_(clusterOfEach(clusters_, numPairs())) {}

template <class S>
std::vector<Cluster> PairClusters<S>::multiple() const {
  std::vector<Cluster> result;
  for (const Cluster& cluster : clusters_)
    if (cluster.size() > 1) result.push_back(cluster);
  return result;
}

template <class S>
bool PairClusters<S>::isCut(const Cluster& cluster, const DistanceToRest& distance) const {
  if (isEverything()) return false;
  if (!result_->guards.values.empty())
    return reaches(cluster, result_->values, result_->guards.values, options_.clusterFactor);
  return cluster.back() == numPairs() - 1 && continues(distance);
}

template <class S>
bool PairClusters<S>::hidesCopy(const DistanceToRest& distance) const {
  return !isEverything() && !result_->guards.values.empty() && continues(distance);
}

template <class S>
bool PairClusters<S>::isEverything() const {
  return numPairs() == static_cast<long long>(result_->problem.A->getDomainMap()->getGlobalNumElements());
}

/// Whether the operators know another copy of the last value, at an end of the spectrum.
template <class S>
bool PairClusters<S>::continues(const DistanceToRest& distance) const {
  const Which& which = result_->options.which;
  const bool atEnd = std::holds_alternative<Smallest>(which) || std::holds_alternative<Largest>(which);
  return atEnd && distance(numPairs() - 1) <= clusterGap(result_->values, options_.clusterFactor);
}

template <class S>
void PairClusters<S>::raiseCut(const Cluster& cluster) const {
  const int k = numPairs();
  const auto closed = closeLastCluster(*result_, options_.clusterFactor, 4 * k + 20);
  GaugeDependent::Finding finding;
  finding.cluster = cluster;
  finding.values = valuesOf(cluster, result_->values);
  if (closed) finding.closingK = static_cast<int>(closed->values.size());
  const std::string advice = closed ? fmt::format(
                                          "k = {} closes the cluster: ask for as many, or use "
                                          "OnCluster::Extend",
                                          *finding.closingK)
                                    : "no k up to 4k + 20 closes it: look at another part of the spectrum";
  throw GaugeDependent(
      fmt::format("no derivative: k = {} cuts through a multiple value, that of pairs {} ({:.10g}); {}", k,
                  fmt::join(numbered(cluster), ", "), finding.values.front(), advice),
      finding);
}

template <class S>
void PairClusters<S>::raiseGauge(GaugeDependent::Finding finding) const {
  finding.values = valuesOf(finding.cluster, result_->values);
  throw GaugeDependent(
      fmt::format(
          "EigenAdjoint: the loss has no derivative: the values of pairs {} are equal ({:.10g}), and it "
          "depends on which basis of their vectors was taken (relative defects: values {:.1e}, vectors "
          "{:.1e}, loss {:.1e}); treat them alike, as trace-like losses do, or ask for the projection onto "
          "the invariant part (OnCluster::Project)",
          fmt::join(numbered(finding.cluster), ", "), finding.values.front(), finding.valueDefect,
          finding.vectorDefect, finding.lossDefect),
      finding);
}

template <class S>
void PairClusters<S>::requireClosed(const Cotangent<S>& cotangent, const DistanceToRest& distance) const {
  requireSameSize(cotangent);
  for (const Cluster& cluster : clusters_)
    if (touches(cotangent, cluster) && isCut(cluster, distance)) raiseCut(cluster);
}

template <class S>
void PairClusters<S>::requireAllClosed(const DistanceToRest& distance) const {
  for (const Cluster& cluster : clusters_)
    if (isCut(cluster, distance)) raiseCut(cluster);
}

template <class S>
void PairClusters<S>::requireScalar(const Cluster& cluster, const Dense<S>& dValues) const {
  GaugeDependent::Finding finding;
  finding.valueDefect = scalarDefect(cluster, dValues);
  if (finding.valueDefect <= options_.gaugeTolerance) return;
  finding.cluster = cluster;
  finding.values = valuesOf(cluster, result_->values);
  throw GaugeDependent(
      fmt::format("no derivative: the values of pairs {} are equal ({:.10g}) and part along this direction; "
                  "the eigenvalues of their block of the tangent's values are the one-sided derivatives",
                  fmt::join(numbered(cluster), ", "), finding.values.front()),
      finding);
}

template <class S>
void PairClusters<S>::requireNoHiddenCopy(const Cotangent<S>& cotangent,
                                          const DistanceToRest& distance) const {
  if (!cotangent.vectors && touches(cotangent, last()) && hidesCopy(distance)) raiseCut(last());
}

template <class S>
void PairClusters<S>::requireGaps(const std::function<Real<S>(int)>& curvature) const {
  const Real<S> gap = clusterGap(result_->values, options_.clusterFactor) * result_->normB;
  for (const Cluster& cluster : clusters_)
    for (const int pair : cluster)
      if (curvature(pair) <= gap) raiseCut(cluster);
}

template <class S>
void PairClusters<S>::requireSameSize(const Cotangent<S>& cotangent) const {
  const int k = numPairs();
  if ((cotangent.values.rows() == 0 || (cotangent.values.rows() == k && cotangent.values.cols() == k)) &&
      (!cotangent.vectors || static_cast<int>(cotangent.vectors->getNumVectors()) == k))
    return;
  throw SpaceMismatch(
      fmt::format("EigenAdjoint: the cotangent belongs to {} x {} values and {} vectors, the result "
                  "has {} pairs; both must be of the pairs in result()",
                  cotangent.values.rows(), cotangent.values.cols(),
                  cotangent.vectors ? cotangent.vectors->getNumVectors() : 0, k));
}

template <class S>
Cotangent<S> PairClusters<S>::invariantPart(const Cotangent<S>& cotangent, const Dense<S>& M) const {
  std::vector<Real<S>> sizes;
  if (cotangent.vectors) {
    const auto u = columnNorms(*result_->vectors), bar = columnNorms(*cotangent.vectors);
    for (std::size_t j = 0; j < u.size(); ++j) sizes.push_back(u[j] * bar[j]);
  }
  Cotangent<S> result = cotangent;
  for (const Cluster& cluster : clusters_) {
    if (cluster.size() == 1 && !Teuchos::ScalarTraits<S>::isComplex) continue;
    const auto finding = gaugeDefect(cluster, cotangent, M, sizes, options_.gaugeTolerance);
    if (!finding) continue;
    if (options_.onCluster != OnCluster::Project) raiseGauge(*finding);
    if (finding->valueDefect <= options_.gaugeTolerance) continue;
    S mean(0);
    for (const int j : cluster) mean += cotangent.values(j, j) / S(static_cast<Real<S>>(cluster.size()));
    for (const int j : cluster) result.values(j, j) = mean;
  }
  return result;
}

template <class S>
bool PairClusters<S>::certify(const Loss<S>& loss) const {
  bool certified = true;
  for (const Cluster& cluster : multiple()) {
    const auto finding = basisDefect(cluster, loss, result_->values, *result_->vectors,
                                     options_.gaugeTolerance, result_->options.seed);
    if (!finding) continue;
    if (options_.onCluster != OnCluster::Project) raiseGauge(*finding);
    certified = false;
  }
  return certified;
}

RITZ_INSTANTIATE(PairClusters)

}  // namespace ritz
