#include <ritz/adjoint/Clusters.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ritz {

template <class R>
R clusterGap(const std::vector<R>& values, double factor) {
  R largest = 0;
  for (const R value : values) largest = std::max(largest, std::abs(value));
  return static_cast<R>(factor) * largest;
}

template <class R>
std::vector<Cluster> findClusters(const std::vector<R>& values, const std::vector<R>& bounds, double factor) {
  const auto at = [](const auto& list, int i) { return list[static_cast<std::size_t>(i)]; };
  const auto known = [&](int i) { return std::isfinite(at(bounds, i)) ? at(bounds, i) : R(0); };
  std::vector<int> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int i, int j) { return at(values, i) < at(values, j); });
  const R gap = clusterGap(values, factor);
  std::vector<Cluster> clusters;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const int now = order[i], before = i > 0 ? order[i - 1] : now;
    const bool joins =
        i > 0 && at(values, now) - at(values, before) <= std::max({gap, known(now), known(before)});
    if (!joins) clusters.emplace_back();
    clusters.back().push_back(now);
  }
  for (Cluster& cluster : clusters) std::sort(cluster.begin(), cluster.end());
  std::sort(clusters.begin(), clusters.end());
  return clusters;
}

template <class R>
bool reaches(const Cluster& cluster, const std::vector<R>& values, const std::vector<R>& others,
             double factor) {
  const R gap = clusterGap(values, factor);
  return std::any_of(cluster.begin(), cluster.end(), [&](int i) {
    return std::any_of(others.begin(), others.end(),
                       [&](R other) { return std::abs(other - values[static_cast<std::size_t>(i)]) <= gap; });
  });
}

std::vector<int> clusterOfEach(const std::vector<Cluster>& clusters, int count) {
  std::vector<int> result(static_cast<std::size_t>(count), -1);
  for (std::size_t c = 0; c < clusters.size(); ++c)
    for (const int i : clusters[c]) result[static_cast<std::size_t>(i)] = static_cast<int>(c);
  return result;
}

#define RITZ_CLUSTERS(R)                                                                               \
  template R clusterGap<R>(const std::vector<R>&, double);                                             \
  template std::vector<Cluster> findClusters<R>(const std::vector<R>&, const std::vector<R>&, double); \
  template bool reaches<R>(const Cluster&, const std::vector<R>&, const std::vector<R>&, double);
RITZ_CLUSTERS(double)
RITZ_CLUSTERS(float)

}  // namespace ritz
