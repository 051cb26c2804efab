#include <ritz/adjoint/ClosedCluster.hpp>
#include <ritz/adjoint/Clusters.hpp>
#include <ritz/adjoint/ConstraintTerms.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <algorithm>

namespace ritz {

namespace {

/// The first k pairs of a result; the others become its guards.
template <class S>
EigenResult<S> firstPairs(EigenResult<S> result, int k) {
  const int rest = static_cast<int>(result.values.size()) - k;
  const auto cut = [k](auto& list) { list.resize(static_cast<std::size_t>(k)); };
  GuardPairs<S> guards;
  if (rest > 0) {
    guards.values.assign(result.values.begin() + k, result.values.end());
    auto vectors = std::make_shared<MultiVector<S>>(columns(*result.vectors, k, rest));
    auto images = std::make_shared<MultiVector<S>>(vectors->getMap(), vectors->getNumVectors(), false);
    result.problem.A->apply(*vectors, *images);
    if (result.problem.constraints) ConstraintTerms<S>(result).project(*images);
    result.applications.A.columns += rest;
    result.applications.A.calls += 1;
    guards.vectors = vectors;
    guards.images = images;
    result.guards = guards;
  }
  result.vectors = std::make_shared<MultiVector<S>>(columns(*result.vectors, 0, k));
  cut(result.values);
  cut(result.residuals);
  cut(result.errorBounds);
  cut(result.converged);
  result.options.numPairs = k;
  return result;
}

}  // namespace

template <class S>
std::optional<EigenResult<S>> closeLastCluster(const EigenResult<S>& result, double clusterFactor, int most) {
  const auto n = static_cast<long long>(result.problem.A->getDomainMap()->getGlobalNumElements());
  const int last = static_cast<int>(result.values.size()) - 1;
  const int limit = static_cast<int>(std::min<long long>(most, n));
  for (int more = 2;; more *= 2) {
    EigenOptions options = result.options;
    options.numPairs = std::min(last + 1 + more, limit);
    if (options.numPairs <= last + 1) return std::nullopt;
    Start<S> start;
    start.previous = &result;
    EigenResult<S> found = eigsolve<S>(result.problem, options, start);
    if (!found.allConverged()) return std::nullopt;
    const auto clusters = findClusters(found.values, found.errorBounds, clusterFactor);
    const auto of = clusterOfEach(clusters, static_cast<int>(found.values.size()));
    const Cluster& cluster = clusters[static_cast<std::size_t>(of[static_cast<std::size_t>(last)])];
    const int closing = std::max(cluster.back(), last) + 1;
    if (closing < options.numPairs || options.numPairs == n) return firstPairs(std::move(found), closing);
    if (options.numPairs == limit) return std::nullopt;
  }
}

#define RITZ_CLOSE_LAST_CLUSTER(S) \
  template std::optional<EigenResult<S>> closeLastCluster<S>(const EigenResult<S>&, double, int);
RITZ_FOR_EACH_SCALAR(RITZ_CLOSE_LAST_CLUSTER)

}  // namespace ritz
