#include <ritz/adjoint/ApplicationAlgebra.hpp>
#include <ritz/adjoint/ClosedCluster.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/GradientCorrection.hpp>
#include <ritz/adjoint/ProjectedSylvester.hpp>
#include <ritz/adjoint/PullbackFormula.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

template <class S>
EigenAdjoint<S>::EigenAdjoint(EigenResult<S> result, AdjointOptions options)
    : result_(std::make_shared<EigenResult<S>>(std::move(result))), options_(options) {
  validate(options_);
  if (!result_->vectors || result_->values.empty())
    throw InvalidOption("EigenAdjoint: the result holds no pairs; solve first");
  clusters_ = std::make_shared<PairClusters<S>>(result_, options_);
  if (options_.onCluster != OnCluster::Extend) return;
  if (!clusters_->isCut(clusters_->last(), distanceToRest()) && !clusters_->hidesCopy(distanceToRest()))
    return;
  const int k = static_cast<int>(result_->values.size());
  auto closed = closeLastCluster(*result_, options_.clusterFactor, 4 * k + 20);
  if (!closed) clusters_->raiseCut(clusters_->last());
  result_ = std::make_shared<EigenResult<S>>(std::move(*closed));
  clusters_ = std::make_shared<PairClusters<S>>(result_, options_);
  sylvester_.reset();
}

template <class S>
const ProjectedSylvester<S>& EigenAdjoint<S>::sylvester() const {
  if (!sylvester_) sylvester_ = std::make_shared<ProjectedSylvester<S>>(*result_, options_.solve);
  return *sylvester_;
}

template <class S>
typename PairClusters<S>::DistanceToRest EigenAdjoint<S>::distanceToRest() const {
  return [this](int pair) { return sylvester().distanceToRest(pair); };
}

template <class S>
void EigenAdjoint<S>::requireFresh() const {
  const EigenProblem<S>& problem = result_->problem;
  const bool staleA = versionOf(*problem.A) != result_->versionA;
  if (!staleA && (!problem.mass || versionOf(*problem.mass) == result_->versionB)) return;
  throw StaleParameters(
      fmt::format("EigenAdjoint: asked for a gradient at the parameters of the pairs, but those of {} have "
                  "changed since; solve again, or set them back before the solve",
                  staleA ? "A" : "B"));
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
  const Cotangent<S> cotangent = loss.cotangent(result_->values, *result_->vectors);
  clusters_->requireClosed(cotangent, distanceToRest());
  const Applications before = sylvester_ ? sylvester_->applications() : Applications();
  if (options_.probesCopies) clusters_->requireNoHiddenCopy(cotangent, distanceToRest());
  const bool certified = clusters_->certify(loss);
  Pullback<S> pullback = pull({cotangent}, warm).front();
  pullback.certified = certified && (cotangent.vectors || options_.probesCopies);
  if (sylvester_) pullback.applications = minus(sylvester_->applications(), before);
  return pullback;
}

template <class S>
const GradientCorrection<S>& EigenAdjoint<S>::corrector(const Pullback<S>& pullback) const {
  requireFresh();
  if (pullback.U != result_->vectors)
    throw SpaceMismatch(
        "EigenAdjoint: asked to correct a pullback of other pairs; give one that this object has made");
  if (!corrector_) corrector_ = std::make_shared<GradientCorrection<S>>(*result_, options_);
  return *corrector_;
}

template <class S>
Pullback<S> EigenAdjoint<S>::correction(const Loss<S>& loss, const Pullback<S>& pullback) const {
  const GradientCorrection<S>& corrected = corrector(pullback);
  return corrected(loss.cotangent(corrected.pairs().values, *corrected.pairs().vectors), pullback);
}

template <class S>
Pullback<S> EigenAdjoint<S>::correction(const Cotangent<S>& cotangent, const Pullback<S>& pullback) const {
  const GradientCorrection<S>& corrected = corrector(pullback);
  return corrected(corrected.carried(cotangent), pullback);
}

template <class S>
std::vector<Pullback<S>> EigenAdjoint<S>::pull(const std::vector<Cotangent<S>>& given,
                                               const Pullback<S>* warm) const {
  requireFresh();
  std::vector<Cotangent<S>> cotangents;
  std::vector<PullbackFormula<S>> formulas;
  for (const Cotangent<S>& cotangent : given) {
    clusters_->requireClosed(cotangent, distanceToRest());
    const Dense<S> M = cotangent.vectors ? gram(*result_->vectors, *cotangent.vectors) : Dense<S>();
    cotangents.push_back(clusters_->invariantPart(cotangent, M));
    formulas.emplace_back(*result_, clusters_->clusterOf(), cotangents.back(), M);
  }
  const SylvesterSolution<S> solution = solve(cotangents, formulas, warm);
  const Real<S> errorOfPairs = pairError(solution);
  std::vector<Pullback<S>> pullbacks(cotangents.size());
  int group = 0;
  for (std::size_t c = 0; c < cotangents.size(); ++c) {
    pullbacks[c].errorEstimate = errorOfPairs;
    assemble(formulas[c], solution, cotangents[c].vectors ? group++ : -1, pullbacks[c]);
  }
  return pullbacks;
}

/// Group g of the solution belongs to the g-th cotangent that has vectors; without any it is empty.
template <class S>
SylvesterSolution<S> EigenAdjoint<S>::solve(const std::vector<Cotangent<S>>& cotangents,
                                            const std::vector<PullbackFormula<S>>& formulas,
                                            const Pullback<S>* warm) const {
  const int k = static_cast<int>(result_->values.size());
  SolveGoal<S> goal;
  goal.residual = static_cast<Real<S>>(options_.solveTolerance);
  goal.error = options_.solveTolerance > 0 ? Real<S>(0) : static_cast<Real<S>>(options_.gradientTolerance);
  const std::vector<Real<S>> sizes = columnNorms(*result_->vectors);
  const Real<S> size = *std::max_element(sizes.begin(), sizes.end());
  std::vector<int> pairOf;
  std::vector<MultiVectorPtr<S>> parts;
  for (std::size_t c = 0; c < cotangents.size(); ++c) {
    if (!cotangents[c].vectors) continue;
    for (int j = 0; j < k; ++j) pairOf.push_back(j);
    goal.group.insert(goal.group.end(), static_cast<std::size_t>(k), static_cast<int>(parts.size()));
    const Real<S> fixed = size * formulas[c].fixedSize();
    goal.fixedSquare.push_back(fixed * fixed);
    parts.push_back(cotangents[c].vectors);
  }
  if (parts.empty()) return {};
  MultiVector<S> F(result_->vectors->getMap(), pairOf.size(), false);
  for (std::size_t g = 0; g < parts.size(); ++g) {
    std::vector<int> here;
    for (int j = 0; j < k; ++j) here.push_back(static_cast<int>(g) * k + j);
    putColumns(F, here, *parts[g]);
  }
  F.scale(S(-1));
  const bool usesWarm = warm && warm->X && warm->X->getNumVectors() == pairOf.size();
  SylvesterSolution<S> solution = sylvester().solve(F, pairOf, goal, usesWarm ? warm->X.get() : nullptr);
  clusters_->requireGaps([&](int pair) { return solution.curvature(pair); });
  return solution;
}

template <class S>
void EigenAdjoint<S>::assemble(const PullbackFormula<S>& formula, const SylvesterSolution<S>& solution,
                               int group, Pullback<S>& pullback) const {
  pullback.U = result_->vectors;
  pullback.clusters = clusters();
  pullback.certified = pullback.clusters.empty();
  if (group >= 0) {
    const int k = static_cast<int>(result_->values.size());
    pullback.X = std::make_shared<MultiVector<S>>(columns(*solution.X, group * k, k));
    pullback.errorEstimate = std::hypot(pullback.errorEstimate, solution.goal.relativeError(group));
    pullback.converged = solution.allReached();
    pullback.applications = solution.applications;
    pullback.iterations = solution.iterations;
    pullback.usedMinres = solution.usedMinres;
    pullback.numGuards = sylvester().numGuards();
  }
  const OperatorPtr<S>& B = result_->problem.mass;
  const bool hasParameters = dynamic_cast<const ParametricOperator<S>*>(B.get()) != nullptr;
  formula.apply(*result_, pullback.X.get(), hasParameters || options_.wantsMass, pullback);
}

/// How far the vectors are off, in the mean: ‖r‖ over the distance to the rest of the spectrum, since the
/// pairs are Rayleigh-Ritz pairs and err only in directions outside their span.
template <class S>
Real<S> EigenAdjoint<S>::pairError(const SylvesterSolution<S>& solution) const {
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

RITZ_INSTANTIATE(EigenAdjoint)

}  // namespace ritz
