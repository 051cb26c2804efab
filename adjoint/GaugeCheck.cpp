#include <ritz/adjoint/ClusterBlocks.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/GaugeCheck.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <random>

namespace ritz {

namespace {

template <class S>
bool isDiagonal(const Dense<S>& M) {
  for (int j = 0; j < M.cols(); ++j)
    for (int i = 0; i < M.rows(); ++i)
      if (i != j && M(i, j) != S(0)) return false;
  return true;
}

/// ‖A − B‖/‖B‖ in a norm that `scale` may enlarge.
template <class S>
double relativeDistance(const Dense<S>& A, const Dense<S>& B, Real<S> scale) {
  Dense<S> D = A;
  for (int j = 0; j < D.cols(); ++j)
    for (int i = 0; i < D.rows(); ++i) D(i, j) -= B(i, j);
  const Real<S> whole = std::max(frobenius(B), scale);
  return whole > 0 ? static_cast<double>(frobenius(D) / whole) : 0.0;
}

/// The multiple of I that is nearest to M.
template <class S>
Dense<S> nearestScalar(const Dense<S>& M) {
  const int m = M.rows();
  S mean(0);
  for (int i = 0; i < m; ++i) mean += M(i, i) / S(static_cast<Real<S>>(m));
  Dense<S> constant(m, m);
  for (int i = 0; i < m; ++i) constant(i, i) = mean;
  return constant;
}

/// A random unitary m × m matrix, the same on every rank.
template <class S>
Dense<S> randomUnitary(int m, std::mt19937_64& generator) {
  std::normal_distribution<double> normal;
  Dense<S> Q(m, m);
  for (int j = 0; j < m; ++j) {
    for (int i = 0; i < m; ++i) {
      if constexpr (Teuchos::ScalarTraits<S>::isComplex)
        Q(i, j) = S(normal(generator), normal(generator));
      else
        Q(i, j) = static_cast<S>(normal(generator));
    }
    for (int pass = 0; pass < 2; ++pass)
      for (int l = 0; l < j; ++l) {
        S overlap(0);
        for (int i = 0; i < m; ++i) overlap += Teuchos::ScalarTraits<S>::conjugate(Q(i, l)) * Q(i, j);
        for (int i = 0; i < m; ++i) Q(i, j) -= overlap * Q(i, l);
      }
    Real<S> square = 0;
    for (int i = 0; i < m; ++i) square += std::norm(Q(i, j));
    for (int i = 0; i < m; ++i) Q(i, j) /= std::sqrt(square);
  }
  return Q;
}

double meanOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

template <class S>
MultiVector<S> rotated(const MultiVector<S>& U, const Cluster& cluster, const Dense<S>& Q) {
  MultiVector<S> result(U, Teuchos::Copy);
  putColumns(result, cluster, times(pickColumns(U, cluster), Q));
  return result;
}

template <class S>
Real<S> norm(const MultiVector<S>& X) {
  Real<S> sum = 0;
  for (const Real<S> column : columnNorms(X)) sum += column * column;
  return std::sqrt(sum);
}

/// The loss and its cotangent on one cluster, in one basis.
template <class S>
struct Evaluation {
  Real<S> loss = 0;
  Dense<S> values;
  MultiVector<S> vectors;
  Real<S> valueScale = 0, vectorScale = 0;  // of the whole cotangent: what is small beside it does not matter
};

template <class S>
Evaluation<S> evaluate(const Cluster& cluster, const Loss<S>& loss, const std::vector<Real<S>>& values,
                       const MultiVector<S>& U) {
  const Cotangent<S> cotangent = loss.cotangent(values, U);
  const int k = static_cast<int>(values.size());
  const Dense<S> all = cotangent.values.rows() > 0 ? cotangent.values : Dense<S>(k, k);
  MultiVector<S> vectors(U.getMap(), cluster.size());
  if (cotangent.vectors) vectors = pickColumns(*cotangent.vectors, cluster);
  return {loss.value(values, U), blockOf(all, cluster), vectors, frobenius(all),
          cotangent.vectors ? norm(*cotangent.vectors) : Real<S>(0)};
}

template <class S>
GaugeDependent::Finding compare(const Evaluation<S>& base, const Evaluation<S>& other, const Dense<S>& Q,
                                Real<S> sizeOfVectors) {
  GaugeDependent::Finding finding;
  finding.valueDefect =
      relativeDistance(other.values, product(adjoint(Q), product(base.values, Q)), base.valueScale);
  MultiVector<S> difference = times(base.vectors, Q);
  difference.update(S(1), other.vectors, S(-1));
  const Real<S> whole = base.vectorScale;
  finding.vectorDefect = whole > 0 ? static_cast<double>(norm(difference) / whole) : 0.0;
  const Real<S> scale = std::max(std::abs(base.loss), whole * sizeOfVectors);
  finding.lossDefect = scale > 0 ? static_cast<double>(std::abs(other.loss - base.loss) / scale) : 0.0;
  return finding;
}

}  // namespace

template <class S>
std::optional<GaugeDependent::Finding> gaugeDefect(const Cluster& cluster, const Cotangent<S>& cotangent,
                                                   const Dense<S>& M, const std::vector<Real<S>>& sizes,
                                                   double tolerance) {
  GaugeDependent::Finding finding;
  finding.cluster = cluster;
  if (M.rows() > 0) {
    const Dense<S> part = blockOf(M, cluster), transposed = adjoint(part);
    Real<S> scale = 0;
    for (const Real<S> size : sizes) scale = std::max(scale, 2 * size);
    finding.vectorDefect = relativeDistance(part, transposed, scale);
  }
  if (cotangent.values.rows() > 0) {
    Dense<S> part = blockOf(cotangent.values, cluster);
    if (isDiagonal(part))
      finding.valueDefect = relativeDistance(part, nearestScalar(part), frobenius(cotangent.values));
  }
  if (std::max(finding.valueDefect, finding.vectorDefect) <= tolerance) return std::nullopt;
  return finding;
}

template <class S>
double scalarDefect(const Cluster& cluster, const Dense<S>& dValues) {
  const Dense<S> part = blockOf(dValues, cluster);
  return relativeDistance(part, nearestScalar(part), frobenius(dValues));
}

template <class S>
std::optional<GaugeDependent::Finding> basisDefect(const Cluster& cluster, const Loss<S>& loss,
                                                   const std::vector<Real<S>>& values,
                                                   const MultiVector<S>& U, double tolerance,
                                                   std::uint64_t seed) {
  std::vector<double> members;
  for (const int j : cluster) members.push_back(static_cast<double>(values[static_cast<std::size_t>(j)]));
  std::vector<Real<S>> merged = values;
  for (const int j : cluster) merged[static_cast<std::size_t>(j)] = static_cast<Real<S>>(meanOf(members));
  const std::vector<Real<S>> norms = columnNorms(pickColumns(U, cluster));
  const Real<S> size = *std::max_element(norms.begin(), norms.end());
  const Evaluation<S> base = evaluate(cluster, loss, merged, U);
  std::mt19937_64 generator(seed + 1);
  for (int trial = 0; trial < 2; ++trial) {
    const Dense<S> Q = randomUnitary<S>(static_cast<int>(cluster.size()), generator);
    auto finding = compare(base, evaluate(cluster, loss, merged, rotated(U, cluster, Q)), Q, size);
    finding.cluster = cluster;
    if (!(std::max({finding.valueDefect, finding.vectorDefect, finding.lossDefect}) <= tolerance))
      return finding;
  }
  return std::nullopt;
}

#define RITZ_GAUGE_CHECK(S)                                                                       \
  template double scalarDefect<S>(const Cluster&, const Dense<S>&);                               \
  template std::optional<GaugeDependent::Finding> gaugeDefect<S>(                                 \
      const Cluster&, const Cotangent<S>&, const Dense<S>&, const std::vector<Real<S>>&, double); \
  template std::optional<GaugeDependent::Finding> basisDefect<S>(                                 \
      const Cluster&, const Loss<S>&, const std::vector<Real<S>>&, const MultiVector<S>&, double, \
      std::uint64_t);
RITZ_FOR_EACH_SCALAR(RITZ_GAUGE_CHECK)

}  // namespace ritz
