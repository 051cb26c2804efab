#include <ritz/adjoint/ApplicationAlgebra.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/GradientCorrection.hpp>
#include <ritz/adjoint/PairResponse.hpp>
#include <ritz/adjoint/PullbackFormula.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

template <class S>
EigenAdjoint<S>::EigenAdjoint(EigenResult<S> result, AdjointOptions options)
    : pairs_(std::make_shared<PairResponse<S>>(std::move(result), options)) {}

template <class S>
const EigenResult<S>& EigenAdjoint<S>::result() const {
  return *pairs_->result();
}

template <class S>
std::vector<Cluster> EigenAdjoint<S>::clusters() const {
  return pairs_->clusters().multiple();
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
  pairs_->requireFresh();
  const Cotangent<S> cotangent = loss.cotangent(result().values, *result().vectors);
  pairs_->clusters().requireClosed(cotangent, pairs_->distanceToRest());
  const Applications before = pairs_->applications();
  const bool probes = pairs_->options().probesCopies;
  if (probes) pairs_->clusters().requireNoHiddenCopy(cotangent, pairs_->distanceToRest());
  const bool certified = pairs_->clusters().certify(loss);
  Pullback<S> pullback = pull({cotangent}, warm).front();
  pullback.certified = certified && (cotangent.vectors || probes);
  pullback.applications = minus(pairs_->applications(), before);
  return pullback;
}

template <class S>
const GradientCorrection<S>& EigenAdjoint<S>::corrector(const Pullback<S>& pullback) const {
  pairs_->requireFresh();
  if (pullback.U != result().vectors)
    throw SpaceMismatch(
        "EigenAdjoint: asked to correct a pullback of other pairs; give one that this object has made");
  if (!corrector_)
    corrector_ =
        std::make_shared<GradientCorrection<S>>(pairs_->freed(), pairs_->options(), pairs_->constraints());
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
  pairs_->requireFresh();
  std::vector<Cotangent<S>> cotangents;
  std::vector<PullbackFormula<S>> formulas;
  for (const Cotangent<S>& cotangent : given) {
    pairs_->clusters().requireClosed(cotangent, pairs_->distanceToRest());
    const Dense<S> M = cotangent.vectors ? gram(*result().vectors, *cotangent.vectors) : Dense<S>();
    cotangents.push_back(pairs_->clusters().invariantPart(cotangent, M));
    formulas.emplace_back(result(), pairs_->clusters().clusterOf(), cotangents.back(), M);
  }
  const SylvesterSolution<S> solution = solve(cotangents, formulas, warm);
  const Real<S> errorOfPairs = pairs_->pairError(solution);
  std::vector<Pullback<S>> pullbacks(cotangents.size());
  int group = 0;
  for (std::size_t c = 0; c < cotangents.size(); ++c) {
    pullbacks[c].errorEstimate = errorOfPairs;
    assemble(formulas[c], solution, cotangents[c].vectors ? group++ : -1, pullbacks[c]);
    if (pairs_->constraints()) pairs_->constraints()->complete(cotangents[c].vectors.get(), pullbacks[c]);
  }
  return pullbacks;
}

/// Group g of the solution belongs to the g-th cotangent that has vectors; without any it is empty.
template <class S>
SylvesterSolution<S> EigenAdjoint<S>::solve(const std::vector<Cotangent<S>>& cotangents,
                                            const std::vector<PullbackFormula<S>>& formulas,
                                            const Pullback<S>* warm) const {
  const std::vector<Real<S>> sizes = columnNorms(*result().vectors);
  const Real<S> size = *std::max_element(sizes.begin(), sizes.end());
  std::vector<MultiVectorPtr<S>> blocks;
  std::vector<Real<S>> fixed;
  for (std::size_t c = 0; c < cotangents.size(); ++c) {
    if (!cotangents[c].vectors) continue;
    blocks.push_back(cotangents[c].vectors);
    fixed.push_back(size * formulas[c].fixedSize());
  }
  return pairs_->solve(blocks, fixed, warm ? warm->X.get() : nullptr);
}

template <class S>
void EigenAdjoint<S>::assemble(const PullbackFormula<S>& formula, const SylvesterSolution<S>& solution,
                               int group, Pullback<S>& pullback) const {
  pullback.U = result().vectors;
  pullback.clusters = clusters();
  pullback.certified = pullback.clusters.empty();
  if (group >= 0) {
    const int k = static_cast<int>(result().values.size());
    pullback.X = std::make_shared<MultiVector<S>>(columns(*solution.X, group * k, k));
    pullback.errorEstimate = std::hypot(pullback.errorEstimate, solution.goal.relativeError(group));
    pullback.converged = solution.allReached();
    pullback.applications = solution.applications;
    pullback.iterations = solution.iterations;
    pullback.usedMinres = solution.usedMinres;
    pullback.numGuards = pairs_->sylvester().numGuards();
  }
  const OperatorPtr<S>& B = result().problem.mass;
  const bool hasParameters = dynamic_cast<const ParametricOperator<S>*>(B.get()) != nullptr;
  formula.apply(result(), pullback.X.get(), hasParameters || pairs_->options().wantsMass, pullback);
}

RITZ_INSTANTIATE(EigenAdjoint)

}  // namespace ritz
