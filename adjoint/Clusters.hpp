#pragma once

#include <vector>

namespace ritz {

/// The indices of values that count as equal, ascending.
using Cluster = std::vector<int>;

/// Two values are neighbours if their gap is ≤ max(factor · max|θ|, the larger of their error bounds); a
/// cluster is a chain of neighbours. Infinite bounds do not count. Every index is in exactly one cluster,
/// most of them alone; clusters are ordered by their first index.
template <class R>
std::vector<Cluster> findClusters(const std::vector<R>& values, const std::vector<R>& bounds, double factor);

/// The largest gap at which two values with these neighbours count as equal, bounds aside: factor · max|θ|.
template <class R>
R clusterGap(const std::vector<R>& values, double factor);

/// True if one of `others` is a neighbour of a member, within clusterGap of `values`: more pairs belong to
/// it.
template <class R>
bool reaches(const Cluster& cluster, const std::vector<R>& values, const std::vector<R>& others,
             double factor);

/// For each index, the place of its cluster in `clusters`.
std::vector<int> clusterOfEach(const std::vector<Cluster>& clusters, int count);

}  // namespace ritz
