#include <ritz/adjoint/ApplicationAlgebra.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/EigenFunction.hpp>
#include <ritz/adjoint/LossError.hpp>
#include <ritz/adjoint/ModeMatch.hpp>
#include <ritz/adjoint/PairResponse.hpp>
#include <ritz/adjoint/TrackPairs.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

namespace {

constexpr int MaxTightenings = 4;
constexpr double TightestPairs = 1e-14;

/// UᴴB U′.
template <class S>
Dense<S> overlapsOf(const EigenResult<S>& earlier, const EigenResult<S>& now) {
  if (!now.problem.mass) return gram(*earlier.vectors, *now.vectors);
  MultiVector<S> BU(now.vectors->getMap(), now.vectors->getNumVectors(), false);
  now.problem.mass->apply(*now.vectors, BU);
  return gram(*earlier.vectors, BU);
}

}  // namespace

void validate(const EigenFunctionOptions& options) {
  const auto inside = [](double x) { return x > 0 && x < 1; };
  if (inside(options.valueAccuracy) && inside(options.gradientAccuracy)) return;
  throw InvalidOption(
      fmt::format("EigenFunction: valueAccuracy is {} and gradientAccuracy {}; they must be in (0, 1)",
                  options.valueAccuracy, options.gradientAccuracy));
}

template <class S>
EigenFunction<S>::EigenFunction(ParametricProblem<S> problem, std::shared_ptr<const Loss<S>> loss,
                                EigenFunctionOptions options)
    : problem_(std::move(problem)),
      loss_(std::move(loss)),
      options_(options),
      tolerance_(options.eigen.tolerance) {
  validate(options_);
  if (!loss_) throw InvalidOption("EigenFunction: asked for a function without a loss; give one");
  options_.adjoint.gradientTolerance = options_.gradientAccuracy / 2;
}

template <class S>
bool EigenFunction<S>::isAt(const Theta& theta) const {
  if (!adjoint_) return false;
  const EigenResult<S>& pairs = adjoint_->result();
  if (versionOf(*pairs.problem.A) != pairs.versionA ||
      (pairs.problem.mass && versionOf(*pairs.problem.mass) != pairs.versionB))
    return false;
  Theta difference(theta, Teuchos::Copy);
  difference.update(Real<S>(-1), problem_.parameters(), Real<S>(1));
  return difference.normInf() == Real<S>(0);
}

template <class S>
void EigenFunction<S>::moveTo(const Theta& theta) {
  if (isAt(theta)) return;
  problem_.setParameters(theta);
  solve();
}

/// From the pairs at hand where that works.
template <class S>
void EigenFunction<S>::solve() {
  if (adjoint_ && options_.startsWarm)
    if (auto tracked = trackPairs(predicted(), tolerance_, columnsOfSolve_, options_.adjoint.solve)) {
      ++counts_.tracked;
      return adopt(std::move(*tracked));
    }
  EigenOptions options = options_.eigen;
  options.tolerance = tolerance_;
  EigenResult<S> found = eigsolve<S>(problem_.problem(), options);
  found.requireConverged();
  ++counts_.solves;
  columnsOfSolve_ = std::max(found.applications.A.columns, found.applications.mass.columns);
  adopt(std::move(found));
}

/// The pairs at hand with the vectors that are to be expected at the parameters of now.
template <class S>
EigenResult<S> EigenFunction<S>::predicted() const {
  EigenResult<S> pairs = adjoint_->result();
  if (const auto U = vectors_.at(problem_.parameters())) pairs.vectors = U;
  return pairs;
}

template <class S>
void EigenFunction<S>::adopt(EigenResult<S> result) {
  counts_.pairs = plus(counts_.pairs, result.applications);
  if (adjoint_ && options_.followsModes && result.values.size() == adjoint_->result().values.size()) {
    const ModeMatch match = matchModes(overlapsOf(adjoint_->result(), result));
    weakest_ = match.weakest;
    result = reordered(std::move(result), match.order);
  }
  const MultiVectorPtr<S> given = result.vectors;
  const auto adjoint = std::make_shared<EigenAdjoint<S>>(std::move(result), options_.adjoint);
  if (adjoint->result().vectors != given)  // a cluster was closed
    counts_.pairs = plus(counts_.pairs, adjoint->result().applications);
  if (adjoint_ && adjoint->result().values.size() == adjoint_->result().values.size()) {
    const Dense<S> overlaps = overlapsOf(adjoint_->result(), adjoint->result());
    vectors_.carry(overlaps);
    responses_.carry(overlaps);
  } else {
    vectors_.forget();
    responses_.forget();
  }
  adjoint_ = adjoint;
  vectors_.add(problem_.parameters(), adjoint_->result().vectors);
  isFresh_ = false;
}

/// Whether it is error bounds that make values count as equal.
template <class S>
bool EigenFunction<S>::isRough() const {
  const EigenResult<S>& pairs = adjoint_->result();
  const Real<S> gap = clusterGap(pairs.values, options_.adjoint.clusterFactor);
  return std::any_of(pairs.errorBounds.begin(), pairs.errorBounds.end(),
                     [gap](Real<S> bound) { return std::isfinite(bound) && bound > gap; });
}

template <class S>
void EigenFunction<S>::tighten(Real<S> factor) {
  tolerance_ = std::max(tolerance_ * static_cast<double>(std::min(factor, Real<S>(0.5))), TightestPairs);
  ++counts_.tightenings;
  solve();
}

template <class S>
Real<S> EigenFunction<S>::value(const Theta& theta) {
  moveTo(theta);
  const auto wanted = static_cast<Real<S>>(options_.valueAccuracy);
  for (int round = 0;; ++round) {
    const EigenResult<S>& pairs = adjoint_->result();
    const Real<S> value = loss_->value(pairs.values, *pairs.vectors);
    valueError_ = lossError(*loss_, value, pairs);
    if (valueError_ <= wanted || round == MaxTightenings || tolerance_ <= TightestPairs) return value;
    tighten(wanted / valueError_ / 2);
  }
}

template <class S>
void EigenFunction<S>::gradient(const Theta& theta, Theta& g) {
  moveTo(theta);
  const auto wanted = static_cast<Real<S>>(options_.gradientAccuracy);
  for (int round = 0; !isFresh_; ++round) {
    try {
      Pullback<S> warm;
      warm.X = responses_.at(theta);
      pullback_ = (*adjoint_)(*loss_, warm.X ? &warm : nullptr);
      if (pullback_->X) responses_.add(theta, pullback_->X);
    } catch (const GaugeDependent&) {
      if (!isRough() || round == MaxTightenings) throw;
      tighten(Real<S>(0.01));
      continue;
    }
    counts_.adjoint = plus(counts_.adjoint, pullback_->applications);
    if (pullback_->errorEstimate <= wanted || round == MaxTightenings || tolerance_ <= TightestPairs)
      isFresh_ = true;
    else
      tighten(wanted / pullback_->errorEstimate / 2);
  }
  ++counts_.gradients;
  g.putScalar(Real<S>(0));
  problem_.accumulate(*pullback_, g);
}

template <class S>
const EigenAdjoint<S>& EigenFunction<S>::at(const Theta& theta) {
  moveTo(theta);
  return *adjoint_;
}

RITZ_INSTANTIATE(EigenFunction)

}  // namespace ritz
