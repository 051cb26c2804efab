#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/ErrorBounds.hpp>
#include <ritz/solvers/ResultAssembly.hpp>
#include <ritz/solvers/VectorPhase.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

template <class S>
ApplyCount countOf(const std::shared_ptr<MeasuredOperator<S>>& op) {
  return op ? op->count() : ApplyCount();
}

/// The seconds of inner products are those of the inverse.
ApplyCount withInner(const ApplyCount& all, const ApplyCount& inner) {
  return {all.columns + inner.columns, all.calls + inner.calls, all.seconds};
}

/// By what the rounding of uᴴA u leaves.
template <class S>
int numZero(const Pencil<S>& pencil, const VerifiedPairs<S>& pairs) {
  const Real<S> rounding = 1000 * std::numeric_limits<Real<S>>::epsilon() * pencil.normA();
  int count = 0;
  for (std::size_t j = 0; j < pairs.values.size(); ++j)
    if (pairs.converged[j] && std::abs(pairs.values[j]) <= rounding * pairs.norms[j] * pairs.norms[j])
      ++count;
  return count;
}

/// All that does not depend on which way round the pencil was solved.
template <class S>
EigenResult<S> common(const EigenProblem<S>& problem, const EigenOptions& options,
                      const SolveOutcome<S>& outcome) {
  EigenResult<S> result;
  result.status = outcome.status;
  result.reason = outcome.reason;
  result.converged = outcome.pairs.converged;
  result.history = outcome.history;
  result.method = outcome.method;
  result.applications.verificationColumns = outcome.verificationColumns;
  result.applications.massInverse = countOf(outcome.pencil->massInverse);
  result.applications.preconditioner = countOf(outcome.pencil->preconditioner);
  result.applications.inverse = countOf(outcome.pencil->shiftInverse);
  result.applications.factorizations = outcome.factorizations;
  result.seconds = outcome.seconds;
  result.iterations = outcome.iterations;
  result.resumed = outcome.resumed;
  result.problem = problem;
  result.options = options;
  result.versionA = versionOf(*problem.A);
  result.versionB = problem.mass ? versionOf(*problem.mass) : 0;
  return result;
}

}  // namespace

template <class S>
EigenResult<S> assemble(const EigenProblem<S>& problem, const EigenOptions& options,
                        SolveOutcome<S> outcome) {
  const Pencil<S>& pencil = *outcome.pencil;
  const VerifiedPairs<S>& pairs = outcome.pairs;
  EigenResult<S> result = common(problem, options, outcome);
  const std::vector<Real<S>> bounds = errorBounds(pencil, pairs, outcome.options.which);
  const Real<S> toValue = pencil.valueScale(), toVector = std::sqrt(pencil.massScale());
  for (std::size_t j = 0; j < pairs.values.size(); ++j) {
    result.values.push_back(pairs.values[j] * toValue);
    result.residuals.push_back(pairs.residuals[j] / pairs.norms[j] / pencil.A->scale());
    result.errorBounds.push_back(bounds[j] * toValue);
  }
  const std::vector<Real<S>> sizes(pairs.values.size(), toVector);
  result.vectors = scaledCopy(pairs.U, phasedFactors(pairs.U, sizes, options.seed));
  if (outcome.remainder) result.remainder = *outcome.remainder * toValue;
  result.normA = pencil.normA() / pencil.A->scale();
  result.normB = pencil.normB() / pencil.massScale();
  result.applications.A = countOf(pencil.A);
  result.applications.mass = countOf(pencil.mass);
  result.applications.A = withInner(result.applications.A, outcome.innerProducts.A);
  result.applications.mass = withInner(result.applications.mass, outcome.innerProducts.mass);
  result.numZero = numZero(pencil, pairs);
  if (outcome.guards.images) {
    for (const Real<S> theta : outcome.guards.values) result.guards.values.push_back(theta * toValue);
    const std::vector<S> toImage(result.guards.values.size(), S(toVector / pencil.A->scale()));
    result.guards.vectors =
        scaledCopy(outcome.guards.vectors, std::vector<S>(result.guards.values.size(), S(toVector)));
    result.guards.images = scaledCopy(*outcome.guards.images, toImage);
  }
  return result;
}

template <class S>
EigenResult<S> assembleSwapped(const EigenProblem<S>& problem, const EigenOptions& options,
                               SolveOutcome<S> outcome) {
  const Pencil<S>& pencil = *outcome.pencil;  // A′ = sA·B, B′ = sB·A
  const VerifiedPairs<S>& pairs = outcome.pairs;
  EigenResult<S> result = common(problem, options, outcome);
  result.method.why += outcome.options.which.index() == Which(Largest{}).index()
                           ? "; B is singular, so B u = μ A u was solved for the largest μ = 1/λ"
                           : "; B is indefinite, so B u = μ A u was solved for the largest |μ| = 1/|λ|";
  const std::vector<Real<S>> bounds = errorBounds(pencil, pairs, outcome.options.which);
  const Real<S> toMu = pencil.valueScale();
  std::vector<Real<S>> sizes;
  for (std::size_t j = 0; j < pairs.values.size(); ++j) {
    const Real<S> mu = pairs.values[j] * toMu;
    // With 0 for θ′ such a pair would be within the tolerance as well.
    const Real<S> size = std::abs(pairs.values[j]);
    const bool mayBeZero = pairs.converged[j] && size * pencil.normB() <= pencil.tolerance * pencil.normA();
    if (mayBeZero || size <= 100 * std::numeric_limits<Real<S>>::epsilon() * pencil.normA())
      throw IndefiniteMass(fmt::format(
          "eigsolve: asked for {} pairs, but only {} values can be told from infinite ones, which "
          "there are since the mass operator B is singular; ask for at most {}, or for a smaller "
          "tolerance",
          options.numPairs, j, j));
    // ‖A u − λ B u‖ = ‖A′u − μ′B′u‖/(sA |μ|), and uᴴBu = μ uᴴAu = μ/sB for B′-normalised u.
    const Real<S> length = std::abs(mu);
    result.values.push_back(1 / mu);
    result.residuals.push_back(pairs.residuals[j] / pairs.norms[j] / (pencil.A->scale() * length));
    // |1/μ − 1/ν| ≤ δ/(|μ| (|μ| − δ)) for |μ − ν| ≤ δ < |μ|.
    const Real<S> delta = bounds[j] * toMu;
    result.errorBounds.push_back(delta < length ? delta / (length * (length - delta))
                                                : std::numeric_limits<Real<S>>::infinity());
    sizes.push_back(std::sqrt(pencil.massScale() / length));
  }
  result.vectors = scaledCopy(pairs.U, phasedFactors(pairs.U, sizes, options.seed));
  result.normA = pencil.normB() / pencil.massScale();
  result.normB = pencil.normA() / pencil.A->scale();
  result.applications.A = countOf(pencil.mass);
  result.applications.mass = countOf(pencil.A);
  if (problem.shiftInverse) std::swap(result.applications.inverse, result.applications.massInverse);
  return result;
}

#define RITZ_ASSEMBLE(S)                                                                             \
  template EigenResult<S> assemble<S>(const EigenProblem<S>&, const EigenOptions&, SolveOutcome<S>); \
  template EigenResult<S> assembleSwapped<S>(const EigenProblem<S>&, const EigenOptions&, SolveOutcome<S>);
RITZ_FOR_EACH_SCALAR(RITZ_ASSEMBLE)

}  // namespace ritz
