#include <ritz/adjoint/ApplicationAlgebra.hpp>
#include <ritz/adjoint/ProjectedRightHandSides.hpp>
#include <ritz/adjoint/ProjectedSylvester.hpp>
#include <ritz/adjoint/PseudoBlockCg.hpp>
#include <ritz/adjoint/PseudoBlockMinres.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

/// ± of each pair that makes ±(A − λ_j B) positive on the complement, as far as `which` tells.
template <class S>
std::vector<Real<S>> signsOf(const EigenResult<S>& result) {
  std::vector<Real<S>> signs;
  for (const Real<S> value : result.values) {
    const bool below = std::holds_alternative<Largest>(result.options.which) ||
                       (std::holds_alternative<LargestMagnitude>(result.options.which) && value > 0);
    signs.push_back(below ? Real<S>(-1) : Real<S>(1));
  }
  return signs;
}

bool atAnEnd(const Which& which) {
  return std::holds_alternative<Smallest>(which) || std::holds_alternative<Largest>(which);
}

bool definiteAtThisEnd(const Which& which) {
  return atAnEnd(which) || std::holds_alternative<LargestMagnitude>(which);
}

}  // namespace

template <class S>
bool SylvesterSolution<S>::allReached() const {
  return std::all_of(goal.reached.begin(), goal.reached.end(), [](bool reached) { return reached; });
}

template <class S>
Real<S> SylvesterSolution<S>::curvature(int pair) const {
  Real<S> smallest = std::numeric_limits<Real<S>>::infinity();
  for (std::size_t c = 0; c < pairOf.size(); ++c)
    if (pairOf[c] == pair) smallest = std::min(smallest, goal.curvature[c]);
  return smallest;
}

template <class S>
ProjectedSylvester<S>::ProjectedSylvester(const EigenResult<S>& result, SylvesterOptions options)
    : pencil_(std::make_unique<ProjectedPencil<S>>(
          result, signsOf(result), options.useGuards && definiteAtThisEnd(result.options.which))),
      options_(options),
      seed_(result.options.seed),
      normB_(result.normB),
      definite_(definiteAtThisEnd(result.options.which)) {
  pencil_->usePreconditioner(options.usePreconditioner &&
                             std::holds_alternative<Smallest>(result.options.which));
  const int degree = options.polynomialDegree < 0 ? 2 * result.method.filterDegree : options.polynomialDegree;
  if (degree > 0 && atAnEnd(result.options.which) && pencil_->isEuclidean() && !pencil_->preconditioned())
    pencil_->usePolynomial(degree, seed_);
  const auto n = static_cast<long long>(pencil_->map()->getGlobalNumElements());
  maxIterations_ =
      options.maxIterations > 0
          ? options.maxIterations
          : static_cast<int>(std::clamp<long long>(10 * n, 1000, std::numeric_limits<int>::max() / 2));
}

template <class S>
ProjectedSylvester<S>::~ProjectedSylvester() = default;

template <class S>
SylvesterSolution<S> ProjectedSylvester<S>::solve(const MultiVector<S>& F, const std::vector<int>& pairOf,
                                                  SolveGoal<S> goal, const MultiVector<S>* start) const {
  const Applications before = pencil_->applications();
  const MultiVector<S> b = projectedRightHandSides(*pencil_, F, pairOf, goal);
  const MultiVector<S> rhs = pencil_->reduce(pairOf, b);
  MultiVector<S> r(rhs, Teuchos::Copy), y(rhs.getMap(), rhs.getNumVectors());
  if (start) {
    Tpetra::deep_copy(y, *start);
    pencil_->projectDeep(y);
    MultiVector<S> image(y.getMap(), y.getNumVectors(), false);
    pencil_->apply(pairOf, y, image);
    r.update(S(-1), image, S(1));
  }
  SylvesterSolution<S> solution;
  solution.pairOf = pairOf;
  solution.goal = std::move(goal);
  std::vector<int> indefinite(pairOf.size());
  for (std::size_t c = 0; c < indefinite.size(); ++c) indefinite[c] = static_cast<int>(c);
  if (definite_) {
    SylvesterProblem<S> problem(*pencil_, pairOf);
    PseudoBlockCg<S> cg(problem, solution.goal, y, r, maxIterations_);
    cg.iterate();
    solution.iterations = cg.getNumIters();
    indefinite = cg.stuck();
  }
  if (!indefinite.empty()) refineByMinres(rhs, pairOf, indefinite, solution, y);
  pencil_->expand(pairOf, b, y);
  solution.X = std::make_shared<MultiVector<S>>(std::move(y));
  solution.goal.solution = columnNorms(*solution.X);
  solution.applications = minus(pencil_->applications(), before);
  return solution;
}

template <class S>
MultiVector<S> ProjectedSylvester<S>::residual(const MultiVector<S>& F, const std::vector<int>& pairOf,
                                               MultiVector<S>& X) const {
  pencil_->project(X);
  MultiVector<S> R(X.getMap(), X.getNumVectors(), false);
  pencil_->shift(pairOf, X, R);
  R.update(S(1), F, S(-1));
  return R;
}

/// Minimal residuals for these columns, from where they are.
template <class S>
void ProjectedSylvester<S>::refineByMinres(const MultiVector<S>& rhs, const std::vector<int>& pairOf,
                                           const std::vector<int>& columns, SylvesterSolution<S>& solution,
                                           MultiVector<S>& Y) const {
  SolveGoal<S> goal = solution.goal.of(columns);
  std::vector<int> pairs;
  for (const int c : columns) pairs.push_back(pairOf[static_cast<std::size_t>(c)]);
  MultiVector<S> y = pickColumns(Y, columns), r = pickColumns(rhs, columns),
                 image(y.getMap(), columns.size());
  pencil_->apply(pairs, y, image);
  r.update(S(-1), image, S(1));
  SylvesterProblem<S> problem(*pencil_, pairs);
  PseudoBlockMinres<S> minres(problem, goal, y, r, maxIterations_);
  minres.iterate();
  putColumns(Y, columns, y);
  solution.iterations += minres.getNumIters();
  solution.usedMinres = true;
  solution.goal.take(columns, goal);
}

template <class S>
Real<S> ProjectedSylvester<S>::distanceToRest(int pair) const {
  MultiVector<S> f(pencil_->map(), 1);
  fillHash(f, seed_, std::size_t(1) << 34);
  SolveGoal<S> goal;
  // One step of inverse iteration: a component of 1/√n along the nearest vector must stand out.
  goal.residual = Real<S>(0.01) / std::sqrt(static_cast<Real<S>>(f.getGlobalLength()));
  goal.singular = 100 * std::numeric_limits<Real<S>>::epsilon() * pencil_->norm(pair);
  goal.group = {0};
  goal.fixedSquare = {0};
  const auto solution = solve(f, {pair}, goal);
  return solution.goal.curvature[0] / normB_;
}

template <class S>
const MultiVector<S>& ProjectedSylvester<S>::massVectors() const {
  return pencil_->massVectors();
}

template <class S>
int ProjectedSylvester<S>::numGuards() const {
  return pencil_->numGuards();
}

template <class S>
Applications ProjectedSylvester<S>::applications() const {
  return pencil_->applications();
}

RITZ_INSTANTIATE(SylvesterSolution)
RITZ_INSTANTIATE(ProjectedSylvester)

}  // namespace ritz
