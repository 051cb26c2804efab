#pragma once

#include <ritz/adjoint/Clusters.hpp>
#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <Teuchos_ScalarTraits.hpp>

#include <vector>

namespace ritz {

/// The k × k matrix with C's entries inside clusters and zero elsewhere; `clusterOf` names each pair's
/// cluster. Zero for a C of 0 × 0.
template <class S>
Dense<S> insideClusters(const Dense<S>& C, const std::vector<int>& clusterOf) {
  const int k = static_cast<int>(clusterOf.size());
  Dense<S> result(k, k);
  if (C.rows() == 0) return result;
  for (int j = 0; j < k; ++j)
    for (int i = 0; i < k; ++i)
      if (clusterOf[static_cast<std::size_t>(i)] == clusterOf[static_cast<std::size_t>(j)])
        result(i, j) = C(i, j);
  return result;
}

/// C's rows and columns of one cluster.
template <class S>
Dense<S> blockOf(const Dense<S>& C, const Cluster& cluster) {
  const int m = static_cast<int>(cluster.size());
  Dense<S> result(m, m);
  for (int j = 0; j < m; ++j)
    for (int i = 0; i < m; ++i)
      result(i, j) = C(cluster[static_cast<std::size_t>(i)], cluster[static_cast<std::size_t>(j)]);
  return result;
}

/// (M + Mᴴ)/2, and (M − Mᴴ)/2.
template <class S>
Dense<S> hermitianPart(const Dense<S>& M, int sign = 1) {
  Dense<S> part(M.rows(), M.cols());
  for (int j = 0; j < M.cols(); ++j)
    for (int i = 0; i < M.rows(); ++i)
      part(i, j) =
          (M(i, j) + S(static_cast<Real<S>>(sign)) * Teuchos::ScalarTraits<S>::conjugate(M(j, i))) / S(2);
  return part;
}
template <class S>
Dense<S> antiHermitianPart(const Dense<S>& M) {
  return hermitianPart(M, -1);
}

/// F∘C: F_ij = 1/(λ_j − λ_i) between different clusters and 0 inside. Zero for a C of 0 × 0.
template <class S>
Dense<S> overGaps(const Dense<S>& C, const std::vector<int>& clusterOf, const std::vector<Real<S>>& values) {
  const int k = static_cast<int>(clusterOf.size());
  Dense<S> result(k, k);
  if (C.rows() == 0) return result;
  for (int j = 0; j < k; ++j)
    for (int i = 0; i < k; ++i) {
      const auto a = static_cast<std::size_t>(i), b = static_cast<std::size_t>(j);
      if (clusterOf[a] != clusterOf[b]) result(i, j) = C(i, j) / S(values[b] - values[a]);
    }
  return result;
}

}  // namespace ritz
