#include <ritz/adjoint/ApplicationAlgebra.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/ConstraintTerms.hpp>
#include <ritz/adjoint/GradientCorrection.hpp>
#include <ritz/adjoint/PairClusters.hpp>
#include <ritz/adjoint/ProjectedSylvester.hpp>
#include <ritz/adjoint/PullbackFormula.hpp>
#include <ritz/adjoint/RefinePairs.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <numeric>
#include <utility>

namespace ritz {

namespace {

template <class S>
MultiVectorPtr<S> besideNegative(const MultiVector<S>& X, const MultiVector<S>& Y) {
  MultiVector<S> minus(Y, Teuchos::Copy);
  minus.scale(S(-1));
  return std::make_shared<MultiVector<S>>(joined(X, minus));
}

}  // namespace

template <class S>
GradientCorrection<S>::GradientCorrection(const EigenResult<S>& result, const AdjointOptions& options,
                                          std::shared_ptr<const ConstraintTerms<S>> constraints)
    : options_(options),
      constraints_(std::move(constraints)),
      refined_(
          std::make_shared<EigenResult<S>>(refinePairs(result, options.correctionTolerance, options.solve))) {
  // Whether there is a derivative was settled at the old pairs; at vectors that have moved the conditions
  // hold up to the correction only.
  options_.onCluster = OnCluster::Project;
  applications_ = minus(refined_->applications, result.applications);
  sylvester_ = std::make_unique<ProjectedSylvester<S>>(*refined_, options_.solve);
  overlap_ = adjoint(gram(sylvester_->massVectors(), *result.vectors));
  clusters_ = std::make_unique<PairClusters<S>>(refined_, options_);
}

template <class S>
GradientCorrection<S>::~GradientCorrection() = default;

template <class S>
Cotangent<S> GradientCorrection<S>::carried(const Cotangent<S>& cotangent) const {
  Cotangent<S> result;
  if (cotangent.values.rows() > 0)
    result.values = product(adjoint(overlap_), product(cotangent.values, overlap_));
  if (cotangent.vectors)
    result.vectors = std::make_shared<MultiVector<S>>(times(*cotangent.vectors, overlap_));
  return result;
}

template <class S>
Pullback<S> GradientCorrection<S>::operator()(const Cotangent<S>& cotangent,
                                              const Pullback<S>& pullback) const {
  Pullback<S> corrected;
  corrected.certified = pullback.certified;
  corrected.clusters = pullback.clusters;
  corrected.errorEstimate = static_cast<Real<S>>(options_.correctionTolerance);
  corrected.applications = applications_;
  const Dense<S> M = cotangent.vectors ? gram(*refined_->vectors, *cotangent.vectors) : Dense<S>();
  const Cotangent<S> invariant = clusters_->invariantPart(cotangent, M);
  MultiVectorPtr<S> X;
  if (cotangent.vectors) X = solutionAt(*cotangent.vectors, corrected, pullback.X.get());
  PullbackFormula<S>(*refined_, clusters_->clusterOf(), invariant, M)
      .apply(*refined_, X.get(), pullback.Y != nullptr, corrected);
  corrected.U = refined_->vectors;
  if (constraints_) constraints_->complete(invariant.vectors.get(), corrected);
  corrected.W = besideNegative(*corrected.W, *pullback.W);
  if (pullback.Y) corrected.Y = besideNegative(*corrected.Y, *pullback.Y);
  if (pullback.V) corrected.V = std::make_shared<MultiVector<S>>(joined(*corrected.V, *pullback.V));
  corrected.U = std::make_shared<MultiVector<S>>(joined(*refined_->vectors, *pullback.U));
  return corrected;
}

/// X C + δX for the X of the pullback (zero where there is none).
template <class S>
MultiVectorPtr<S> GradientCorrection<S>::solutionAt(const MultiVector<S>& cotangent, Pullback<S>& corrected,
                                                    const MultiVector<S>* old) const {
  const std::size_t k = refined_->values.size();
  std::vector<int> pairOf(k);
  std::iota(pairOf.begin(), pairOf.end(), 0);
  MultiVector<S> F(cotangent, Teuchos::Copy);
  F.scale(S(-1));
  if (constraints_) constraints_->project(F);
  auto X = std::make_shared<MultiVector<S>>(F.getMap(), k);
  const Applications before = sylvester_->applications();
  if (old) {
    *X = times(*old, overlap_);
    F = sylvester_->residual(F, pairOf, *X);
  }
  SolveGoal<S> goal;
  goal.error = static_cast<Real<S>>(options_.correctionTolerance);
  goal.group.assign(k, 0);
  goal.fixedSquare = {Real<S>(0)};
  const SylvesterSolution<S> solution = sylvester_->solve(F, pairOf, goal);
  X->update(S(1), *solution.X, S(1));
  corrected.applications = plus(corrected.applications, minus(sylvester_->applications(), before));
  corrected.converged = solution.allReached();
  corrected.iterations = solution.iterations;
  corrected.usedMinres = solution.usedMinres;
  corrected.numGuards = sylvester_->numGuards();
  return X;
}

RITZ_INSTANTIATE(GradientCorrection)

}  // namespace ritz
