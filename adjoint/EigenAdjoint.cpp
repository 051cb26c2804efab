#include <ritz/adjoint/ClosedCluster.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/GaugeCheck.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
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

template <class R>
[[noreturn]] void raiseGauge(GaugeDependent::Finding finding, const std::vector<R>& values) {
  finding.values = valuesOf(finding.cluster, values);
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

}  // namespace

void validate(const AdjointOptions& options) {
  const auto inside = [](double x) { return x > 0 && x < 1; };
  if (!inside(options.gradientTolerance))
    throw InvalidOption(
        fmt::format("AdjointOptions: gradientTolerance is {}; it must be in (0, 1), such as 1e-6",
                    options.gradientTolerance));
  if (!(options.solveTolerance >= 0 && options.solveTolerance < 1))
    throw InvalidOption(fmt::format(
        "AdjointOptions: solveTolerance is {}; it must be 0 (derived) or in (0, 1)", options.solveTolerance));
  if (!(options.clusterFactor >= 0 && options.clusterFactor < 1) || !inside(options.gaugeTolerance))
    throw InvalidOption(
        fmt::format("AdjointOptions: clusterFactor is {} and gaugeTolerance {}; they must be in [0, 1) "
                    "and (0, 1)",
                    options.clusterFactor, options.gaugeTolerance));
}

template <class S>
EigenAdjoint<S>::EigenAdjoint(EigenResult<S> result, AdjointOptions options)
    : result_(std::move(result)), options_(options) {
  validate(options_);
  if (!result_.vectors || result_.values.empty())
    throw InvalidOption("EigenAdjoint: the result holds no pairs; solve first");
  const auto group = [this] {
    clusters_ = findClusters(result_.values, result_.errorBounds, options_.clusterFactor);
    clusterOf_ = clusterOfEach(clusters_, static_cast<int>(result_.values.size()));
  };
  group();
  if (options_.onCluster != OnCluster::Extend ||
      !cutByK(clusters_[static_cast<std::size_t>(clusterOf_.back())]))
    return;
  const int k = static_cast<int>(result_.values.size());
  auto closed = closeLastCluster(result_, options_.clusterFactor, 4 * k + 20);
  if (!closed) raiseCut(clusters_[static_cast<std::size_t>(clusterOf_.back())]);
  result_ = std::move(*closed);
  sylvester_.reset();
  group();
}

template <class S>
std::vector<Cluster> EigenAdjoint<S>::clusters() const {
  std::vector<Cluster> result;
  for (const Cluster& cluster : clusters_)
    if (cluster.size() > 1) result.push_back(cluster);
  return result;
}

template <class S>
const ProjectedSylvester<S>& EigenAdjoint<S>::sylvester() const {
  if (!sylvester_) sylvester_ = std::make_shared<ProjectedSylvester<S>>(result_, options_.solve);
  return *sylvester_;
}

template <class S>
void EigenAdjoint<S>::requireFresh() const {
  const EigenProblem<S>& problem = result_.problem;
  const bool staleA = versionOf(*problem.A) != result_.versionA;
  if (!staleA && (!problem.mass || versionOf(*problem.mass) == result_.versionB)) return;
  throw StaleParameters(
      fmt::format("EigenAdjoint: asked for a gradient at the parameters of the pairs, but those of {} have "
                  "changed since; solve "
                  "again, or set them back before the solve",
                  staleA ? "A" : "B"));
}

/// Whether the loss sees this cluster at all.
template <class S>
bool EigenAdjoint<S>::touches(const Cluster& cluster, const Cotangent<S>& cotangent) const {
  if (cotangent.values.rows() > 0)
    for (const int i : cluster)
      for (const int j : cluster)
        if (cotangent.values(i, j) != S(0)) return true;
  if (!cotangent.vectors) return false;
  const std::vector<Real<S>> norms = columnNorms(*cotangent.vectors);
  return std::any_of(cluster.begin(), cluster.end(),
                     [&](int j) { return norms[static_cast<std::size_t>(j)] > Real<S>(0); });
}

/// Whether more pairs belong to this cluster: known from the guards, or by asking the operators where there
/// are none.
template <class S>
bool EigenAdjoint<S>::cutByK(const Cluster& cluster) const {
  const int k = static_cast<int>(result_.values.size());
  if (static_cast<long long>(k) ==
      static_cast<long long>(result_.problem.A->getDomainMap()->getGlobalNumElements()))
    return false;
  if (!result_.guards.values.empty())
    return reaches(cluster, result_.values, result_.guards.values, options_.clusterFactor);
  const bool atEnd = std::holds_alternative<Smallest>(result_.options.which) ||
                     std::holds_alternative<Largest>(result_.options.which);
  if (!atEnd || cluster.back() != k - 1) return false;
  return sylvester().distanceToRest(k - 1) <= clusterGap(result_.values, options_.clusterFactor);
}

template <class S>
void EigenAdjoint<S>::raiseCut(const Cluster& cluster) const {
  const int k = static_cast<int>(result_.values.size());
  const auto closed = closeLastCluster(result_, options_.clusterFactor, 4 * k + 20);
  GaugeDependent::Finding finding;
  finding.cluster = cluster;
  finding.values = valuesOf(cluster, result_.values);
  if (closed) finding.closingK = static_cast<int>(closed->values.size());
  const std::string advice = closed ? fmt::format(
                                          "k = {} closes the cluster: ask for as many, or use "
                                          "OnCluster::Extend",
                                          *finding.closingK)
                                    : "no k up to 4k + 20 closes it: look at another part of the spectrum";
  throw GaugeDependent(
      fmt::format("EigenAdjoint: the loss has no derivative: k = {} cuts through a multiple value, "
                  "that of pairs {} ({:.10g}); {}",
                  k, fmt::join(numbered(cluster), ", "), finding.values.front(), advice),
      finding);
}

template <class S>
void EigenAdjoint<S>::requireClosed(const Cotangent<S>& cotangent) const {
  for (const Cluster& cluster : clusters_)
    if (touches(cluster, cotangent) && cutByK(cluster)) raiseCut(cluster);
}

/// UᴴŪ.
template <class S>
Dense<S> EigenAdjoint<S>::overlap(const Cotangent<S>& cotangent) const {
  return cotangent.vectors ? gram(*result_.vectors, *cotangent.vectors) : Dense<S>();
}

/// The cotangent after the checks that its own numbers allow; with OnCluster::Project, its invariant part.
template <class S>
Cotangent<S> EigenAdjoint<S>::checked(const Cotangent<S>& cotangent) const {
  const int k = static_cast<int>(result_.values.size());
  if ((cotangent.values.rows() != 0 && (cotangent.values.rows() != k || cotangent.values.cols() != k)) ||
      (cotangent.vectors && static_cast<int>(cotangent.vectors->getNumVectors()) != k))
    throw SpaceMismatch(
        fmt::format("EigenAdjoint: the cotangent belongs to {} x {} values and {} vectors, the result "
                    "has {} pairs; both must be of the pairs in result()",
                    cotangent.values.rows(), cotangent.values.cols(),
                    cotangent.vectors ? cotangent.vectors->getNumVectors() : 0, k));
  std::vector<Real<S>> sizes;
  if (cotangent.vectors) {
    const auto u = columnNorms(*result_.vectors), bar = columnNorms(*cotangent.vectors);
    for (std::size_t j = 0; j < u.size(); ++j) sizes.push_back(u[j] * bar[j]);
  }
  const Dense<S> M = overlap(cotangent);
  Cotangent<S> result = cotangent;
  for (const Cluster& cluster : clusters_) {
    if (cluster.size() == 1 && !Teuchos::ScalarTraits<S>::isComplex) continue;
    const auto finding = gaugeDefect(cluster, cotangent, M, sizes, options_.gaugeTolerance);
    if (!finding) continue;
    if (options_.onCluster != OnCluster::Project) raiseGauge(*finding, result_.values);
    if (finding->valueDefect <= options_.gaugeTolerance) continue;
    S mean(0);
    for (const int j : cluster) mean += cotangent.values(j, j) / S(static_cast<Real<S>>(cluster.size()));
    for (const int j : cluster) result.values(j, j) = mean;
  }
  return result;
}

template <class S>
Pullback<S> EigenAdjoint<S>::operator()(const Cotangent<S>& cotangent, const Pullback<S>* warm) const {
  return pull({cotangent}, warm).front();
}

template <class S>
std::vector<Pullback<S>> EigenAdjoint<S>::operator()(const std::vector<Cotangent<S>>& cotangents) const {
  return pull(cotangents, nullptr);
}

template <class S>
Pullback<S> EigenAdjoint<S>::operator()(const Loss<S>& loss, const Pullback<S>* warm) const {
  requireFresh();
  const Cotangent<S> cotangent = loss.cotangent(result_.values, *result_.vectors);
  requireClosed(cotangent);
  bool certified = true;
  for (const Cluster& cluster : clusters_) {
    if (cluster.size() == 1) continue;
    const auto finding = basisDefect(cluster, loss, result_.values, *result_.vectors, options_.gaugeTolerance,
                                     result_.options.seed);
    if (!finding) continue;
    if (options_.onCluster != OnCluster::Project) raiseGauge(*finding, result_.values);
    certified = false;
  }
  Pullback<S> pullback = pull({cotangent}, warm).front();
  pullback.certified = certified;
  return pullback;
}

/// Λ̄ without entries between clusters.
template <class S>
Dense<S> EigenAdjoint<S>::maskedValues(const Cotangent<S>& cotangent) const {
  const int k = static_cast<int>(result_.values.size());
  Dense<S> result(k, k);
  if (cotangent.values.rows() == 0) return result;
  for (int j = 0; j < k; ++j)
    for (int i = 0; i < k; ++i)
      if (clusterOf_[static_cast<std::size_t>(i)] == clusterOf_[static_cast<std::size_t>(j)])
        result(i, j) = cotangent.values(i, j);
  return result;
}

/// F∘K.
template <class S>
Dense<S> EigenAdjoint<S>::overGaps(const Dense<S>& M) const {
  Dense<S> result(M.rows(), M.cols());
  for (int j = 0; j < M.cols(); ++j)
    for (int i = 0; i < M.rows(); ++i) {
      const auto a = static_cast<std::size_t>(i), b = static_cast<std::size_t>(j);
      if (clusterOf_[a] == clusterOf_[b]) continue;
      const S K = (M(i, j) - Teuchos::ScalarTraits<S>::conjugate(M(j, i))) / S(2);
      result(i, j) = K / S(result_.values[b] - result_.values[a]);
    }
  return result;
}

template <class S>
SylvesterSolution<S> EigenAdjoint<S>::solve(const std::vector<Cotangent<S>>& cotangents,
                                            const std::vector<int>& withVectors,
                                            const std::vector<Dense<S>>& M, const Pullback<S>* warm) const {
  const int k = static_cast<int>(result_.values.size());
  const std::size_t total = static_cast<std::size_t>(k) * withVectors.size();
  MultiVector<S> F(result_.vectors->getMap(), total, false);
  SolveGoal<S> goal;
  goal.residual = static_cast<Real<S>>(options_.solveTolerance);
  goal.error = options_.solveTolerance > 0 ? Real<S>(0) : static_cast<Real<S>>(options_.gradientTolerance);
  std::vector<int> pairOf;
  const std::vector<Real<S>> sizes = columnNorms(*result_.vectors);
  const Real<S> size = *std::max_element(sizes.begin(), sizes.end());
  for (std::size_t g = 0; g < withVectors.size(); ++g) {
    const auto c = static_cast<std::size_t>(withVectors[g]);
    std::vector<int> here;
    for (int j = 0; j < k; ++j) {
      here.push_back(static_cast<int>(g) * k + j);
      pairOf.push_back(j);
      goal.group.push_back(static_cast<int>(g));
    }
    putColumns(F, here, *cotangents[c].vectors);
    const Real<S> fixed = size * (frobenius(maskedValues(cotangents[c])) + frobenius(overGaps(M[c])));
    goal.fixedSquare.push_back(fixed * fixed);
  }
  F.scale(S(-1));
  const bool usesWarm = warm && warm->X && warm->X->getNumVectors() == total;
  SylvesterSolution<S> solution = sylvester().solve(F, pairOf, goal, usesWarm ? warm->X.get() : nullptr);
  const Real<S> gap = clusterGap(result_.values, options_.clusterFactor) * result_.normB;
  for (const Cluster& cluster : clusters_)
    for (const int pair : cluster)
      if (solution.curvature(pair, pairOf) <= gap) raiseCut(cluster);
  return solution;
}

template <class S>
void EigenAdjoint<S>::assemble(const Cotangent<S>& cotangent, const Dense<S>& M, const MultiVector<S>* X,
                               Pullback<S>& pullback) const {
  const MultiVector<S>& U = *result_.vectors;
  const int k = static_cast<int>(result_.values.size());
  MultiVector<S> simple = times(U, maskedValues(cotangent));  // U Λ̄ + X
  if (X) simple.update(S(1), *X, S(1));
  Dense<S> FK = X ? overGaps(M) : Dense<S>(k, k);
  auto W = std::make_shared<MultiVector<S>>(simple, Teuchos::Copy);
  addTimes(S(1), U, FK, *W);
  pullback.W = W;
  const OperatorPtr<S>& B = result_.problem.mass;
  const bool hasParameters = dynamic_cast<const ParametricOperator<S>*>(B.get()) != nullptr;
  if (!hasParameters && !options_.wantsMass) return;
  auto Y = std::make_shared<MultiVector<S>>(simple, Teuchos::Copy);
  scaleColumns(*Y, result_.values);
  for (int j = 0; j < k; ++j)
    for (int i = 0; i < k; ++i) {
      const Real<S> sum =
          result_.values[static_cast<std::size_t>(i)] + result_.values[static_cast<std::size_t>(j)];
      FK(i, j) *= S(sum / 2);
      if (X) FK(i, j) += (M(i, j) + Teuchos::ScalarTraits<S>::conjugate(M(j, i))) / S(4);
    }
  addTimes(S(1), U, FK, *Y);
  pullback.Y = Y;
}

/// How far the vectors are off, in the mean: ‖r‖ over the distance to the rest of the spectrum, since the
/// pairs are Rayleigh-Ritz pairs and err only in directions outside their span.
template <class S>
Real<S> EigenAdjoint<S>::pairError(const SylvesterSolution<S>* solution,
                                   const std::vector<int>& pairOf) const {
  const std::size_t k = result_.values.size();
  Real<S> sum = 0;
  for (std::size_t j = 0; j < k; ++j) {
    Real<S> distance = solution ? solution->curvature(static_cast<int>(j), pairOf)
                                : std::numeric_limits<Real<S>>::infinity();
    for (const Real<S> guard : result_.guards.values)
      distance = std::min(distance, std::abs(guard - result_.values[j]) * result_.normB);
    if (distance > 0 && std::isfinite(distance)) sum += std::norm(result_.residuals[j] / distance);
  }
  return std::sqrt(sum / static_cast<Real<S>>(k));
}

template <class S>
std::vector<Pullback<S>> EigenAdjoint<S>::pull(const std::vector<Cotangent<S>>& given,
                                               const Pullback<S>* warm) const {
  requireFresh();
  std::vector<Cotangent<S>> cotangents;
  std::vector<Dense<S>> M;
  std::vector<int> withVectors;
  for (const Cotangent<S>& cotangent : given) {
    requireClosed(cotangent);
    cotangents.push_back(checked(cotangent));
    M.push_back(overlap(cotangent));
    if (cotangent.vectors) withVectors.push_back(static_cast<int>(cotangents.size()) - 1);
  }
  SylvesterSolution<S> solution;
  std::vector<int> pairOf;
  for (std::size_t j = 0; j < withVectors.size() * result_.values.size(); ++j)
    pairOf.push_back(static_cast<int>(j % result_.values.size()));
  if (!withVectors.empty()) solution = solve(cotangents, withVectors, M, warm);
  std::vector<Pullback<S>> pullbacks(cotangents.size());
  const int k = static_cast<int>(result_.values.size());
  std::size_t group = 0;
  for (std::size_t c = 0; c < cotangents.size(); ++c) {
    Pullback<S>& pullback = pullbacks[c];
    pullback.U = result_.vectors;
    pullback.clusters = clusters();
    pullback.certified = pullback.clusters.empty();
    pullback.errorEstimate = pairError(withVectors.empty() ? nullptr : &solution, pairOf);
    if (cotangents[c].vectors) {
      pullback.X = std::make_shared<MultiVector<S>>(columns(*solution.X, static_cast<int>(group) * k, k));
      pullback.errorEstimate =
          std::hypot(pullback.errorEstimate, solution.goal.relativeError(static_cast<int>(group++)));
      pullback.converged = solution.allReached();
      pullback.applications = solution.applications;
      pullback.iterations = solution.iterations;
      pullback.usedMinres = solution.usedMinres;
      pullback.numGuards = sylvester().numGuards();
    }
    assemble(cotangents[c], M[c], pullback.X.get(), pullback);
  }
  return pullbacks;
}

RITZ_INSTANTIATE(EigenAdjoint)

}  // namespace ritz
