#include <ritz/adjoint/ClosedCluster.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/PairResponse.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/LinearOperator.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

template <class S>
PairResponse<S>::PairResponse(EigenResult<S> result, AdjointOptions options) : options_(options) {
  validate(options_);
  if (!result.vectors || result.values.empty())
    throw InvalidOption("derivatives of eigenpairs: the result holds no pairs; solve first");
  keep(std::move(result));
  if (options_.onCluster != OnCluster::Extend) return;
  if (!clusters_->isCut(clusters_->last(), distanceToRest()) && !clusters_->hidesCopy(distanceToRest()))
    return;
  auto closed = closeLastCluster(*result_, options_.clusterFactor, 4 * numPairs() + 20);
  if (!closed) clusters_->raiseCut(clusters_->last());
  keep(std::move(*closed));
}

template <class S>
void PairResponse<S>::keep(EigenResult<S> result) {
  result_ = freed_ = std::make_shared<EigenResult<S>>(std::move(result));
  if (result_->problem.constraints) {
    constraints_ = std::make_shared<ConstraintTerms<S>>(*result_);
    freed_ = std::make_shared<EigenResult<S>>(constraints_->freed(*result_));
  }
  clusters_ = std::make_shared<PairClusters<S>>(result_, options_);
  sylvester_.reset();
}

template <class S>
void PairResponse<S>::requireFixedMass(const MultiVectorPtr<S>& BU, const char* asked) const {
  if (BU && constraints_)
    throw NotSupported(fmt::format(
        "{}: asked for a change of B under constraints, which move with it; this is not built: keep "
        "B, or take gradients, which EigenAdjoint has",
        asked));
}

template <class S>
const ProjectedSylvester<S>& PairResponse<S>::sylvester() const {
  if (!sylvester_) sylvester_ = std::make_shared<ProjectedSylvester<S>>(*freed_, options_.solve);
  return *sylvester_;
}

template <class S>
Applications PairResponse<S>::applications() const {
  return sylvester_ ? sylvester_->applications() : Applications();
}

template <class S>
typename PairClusters<S>::DistanceToRest PairResponse<S>::distanceToRest() const {
  return [this](int pair) { return sylvester().distanceToRest(pair); };
}

template <class S>
void PairResponse<S>::requireFresh() const {
  const EigenProblem<S>& problem = result_->problem;
  const bool staleA = versionOf(*problem.A) != result_->versionA;
  if (!staleA && (!problem.mass || versionOf(*problem.mass) == result_->versionB)) return;
  throw StaleParameters(
      fmt::format("asked for derivatives at the parameters of the pairs, but those of {} have changed since; "
                  "solve again, or set them back before the solve",
                  staleA ? "A" : "B"));
}

template <class S>
SolveGoal<S> PairResponse<S>::goalFor(const std::vector<Real<S>>& fixed) const {
  SolveGoal<S> goal;
  goal.residual = static_cast<Real<S>>(options_.solveTolerance);
  goal.error = options_.solveTolerance > 0 ? Real<S>(0) : static_cast<Real<S>>(options_.gradientTolerance);
  for (std::size_t g = 0; g < fixed.size(); ++g) {
    goal.group.insert(goal.group.end(), static_cast<std::size_t>(numPairs()), static_cast<int>(g));
    goal.fixedSquare.push_back(fixed[g] * fixed[g]);
  }
  return goal;
}

/// None where they say nothing about A − λ_j B.
template <class S>
std::vector<Real<S>> PairResponse<S>::distancesToGuards(const std::vector<int>& pairOf) const {
  const auto& guards = result_->guards.values;
  if (result_->problem.mass || guards.empty() || sylvester().numGuards() == 0) return {};
  std::vector<Real<S>> distances;
  for (const int pair : pairOf) {
    const Real<S> value = result_->values[static_cast<std::size_t>(pair)];
    Real<S> nearest = std::abs(guards.front() - value);
    for (const Real<S> guard : guards) nearest = std::min(nearest, std::abs(guard - value));
    distances.push_back(nearest);
  }
  return distances;
}

template <class S>
SylvesterSolution<S> PairResponse<S>::solve(const std::vector<MultiVectorPtr<S>>& blocks,
                                            const std::vector<Real<S>>& fixed,
                                            const MultiVector<S>* warm) const {
  if (blocks.empty()) return {};
  const int k = numPairs();
  std::vector<int> pairOf;
  MultiVector<S> F(result_->vectors->getMap(), blocks.size() * static_cast<std::size_t>(k), false);
  for (const MultiVectorPtr<S>& block : blocks) {
    std::vector<int> here;
    for (int j = 0; j < k; ++j) {
      here.push_back(static_cast<int>(pairOf.size()));
      pairOf.push_back(j);
    }
    putColumns(F, here, *block);
  }
  F.scale(S(-1));
  if (constraints_) constraints_->project(F);
  const bool usesWarm = warm && warm->getNumVectors() == pairOf.size();
  SolveGoal<S> goal = goalFor(fixed);
  if (usesWarm) goal.known = distancesToGuards(pairOf);
  SylvesterSolution<S> solution = sylvester().solve(F, pairOf, std::move(goal), usesWarm ? warm : nullptr);
  clusters_->requireGaps([&](int pair) { return solution.curvature(pair); });
  return solution;
}

template <class S>
Real<S> PairResponse<S>::pairError(const SylvesterSolution<S>& solution) const {
  const std::size_t k = result_->values.size();
  Real<S> sum = 0;
  for (std::size_t j = 0; j < k; ++j) {
    Real<S> distance = solution.curvature(static_cast<int>(j));
    for (const Real<S> guard : result_->guards.values)
      distance = std::min(distance, std::abs(guard - result_->values[j]) * result_->normB);
    if (distance > 0 && std::isfinite(distance)) sum += std::norm(result_->residuals[j] / distance);
  }
  return std::sqrt(sum / static_cast<Real<S>>(k));
}

RITZ_INSTANTIATE(PairResponse)

}  // namespace ritz
