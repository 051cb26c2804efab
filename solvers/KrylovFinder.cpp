#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/KrylovFinder.hpp>
#include <ritz/solvers/ThickRestart.hpp>
#include <ritz/solvers/Verification.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <variant>

namespace ritz {

template <class S>
KrylovFinder<S>::KrylovFinder(std::shared_ptr<const KrylovMap<S>> map, const EigenOptions& options,
                              Supervisor& supervisor, std::unique_ptr<KrylovBasis<S>> decomposition,
                              int capacity, std::optional<Real<S>> bar, std::vector<Real<S>> vectorNorms,
                              std::optional<Real<S>> farEnd)
    : map_(std::move(map)),
      pencil_(map_->pencil()),
      options_(options),
      order_(map_->order(options.which)),
      supervisor_(supervisor),
      basis_(std::move(decomposition)),
      bar_(bar),
      farEnd_(farEnd),
      vectorNorm_(std::move(vectorNorms)),
      isFromElsewhere_(basis_->size() > 0) {
  vectorNorm_.resize(static_cast<std::size_t>(options.numPairs), 1 / std::sqrt(pencil_.normB()));
  this->basis = capacity;
  this->block = basis_->blockSize();
  if (isFromElsewhere_) analyse();
}

template <class S>
RunEnd KrylovFinder<S>::run(Real<S> slack) {
  if (basis_->size() > 0) {
    const Assessment now = assess(slack);
    if (isFromElsewhere_ && now.passes) return RunEnd::EstimatesPass;
    isFromElsewhere_ = false;
    if (const auto end = makeRoom(now)) return *end;
  }
  for (;;) {
    bool grew = false;
    try {
      grew = basis_->expand();
    } catch (const BasisBrokenDown& error) {
      return exhausted(error.what());
    }
    analyse();
    const Assessment now = assess(slack);
    if (const auto stop = supervisor_.afterStep(now.progress)) {
      this->stopStatus = *stop;
      return RunEnd::Supervised;
    }
    if (now.passes) return RunEnd::EstimatesPass;
    if (!grew) return exhausted("the Krylov space fills all that there is");
    if (const auto end = makeRoom(now)) return *end;
  }
}

/// For one step more: restarts a full basis.
template <class S>
std::optional<RunEnd> KrylovFinder<S>::makeRoom(const Assessment& now) {
  if (basis_->size() + this->block <= this->basis) return std::nullopt;
  if (floorReached(now)) return exhausted("rounding keeps the residuals above the tolerance");
  if (!isSuited_) return exhausted("the filter does not fit the spectrum");
  restart(now.progress.converged);
  return std::nullopt;
}

template <class S>
SolverState<S> KrylovFinder<S>::state() {
  auto state = basis_->state();
  if (!state && basis_->size() > 0) return this->ritzVectors(options_.numPairs);
  if (!state) {  // no step yet: the start itself
    state.emplace();
    state->vectors = {Teuchos::rcp(new MultiVector<S>(basis_->residualBlock()))};
  }
  state->vectorNorms = vectorNorm_;
  return *std::move(state);
}

template <class S>
RitzPairs<S> KrylovFinder<S>::pairsBehind(int first, int count) {
  const int last = std::min(first + count, available());
  RitzPairs<S> result{{}, bestVectors(first, last - first), std::nullopt};
  if (!map_->isPencil()) return measured(std::move(result.vectors));
  for (int j = first; j < last; ++j) {
    result.values.push_back(value(j));
    result.residuals.push_back(couplingNorm(j));
  }
  result.images = images(result, first);
  return result;
}

/// Ritz pairs of the pencil in the span of vectors that belong to another map: one product each.
template <class S>
RitzPairs<S> KrylovFinder<S>::measured(MultiVector<S> vectors) const {
  const VerifiedPairs<S> pairs = verifyInPlace(pencil_, std::move(vectors), options_.which);
  RitzPairs<S> result{pairs.values, pairs.U, pairs.AU, pairs.residuals};
  if (!pencil_.mass) return result;
  if (!pencil_.massInverse) {
    result.residuals.clear();
    return result;
  }
  const MultiVector<S> R = residualVectors(pairs);
  MultiVector<S> solved(R, Teuchos::Copy);
  pencil_.massInverse->apply(R, solved);
  const Dense<S> squares = gram(R, solved);
  for (int j = 0; j < squares.cols(); ++j)
    result.residuals[static_cast<std::size_t>(j)] = std::sqrt(std::abs(squares(j, j)));
  return result;
}

template <class S>
void KrylovFinder<S>::analyse() {
  small_ = hermitianEigen(basis_->projected());
  ranking_ = sortedIndices(small_.values, order_);
  const Dense<S> C = basis_->coupling();
  const int m = C.cols();
  coupling_ = Dense<S>(C.rows(), m);
  for (int j = 0; j < m; ++j)
    for (int l = 0; l < m; ++l)
      for (int i = 0; i < C.rows(); ++i) coupling_(i, j) += C(i, l) * small_.vectors(l, j);
  watchFarEnd();
  const bool isFull = basis_->size() + this->block > this->basis;
  isSuited_ = bar_ || map_->suits(small_.values, options_.numPairs, isFull);
}

/// The worst Ritz value so far, worsened by its residual; a restart forgets it.
template <class S>
void KrylovFinder<S>::watchFarEnd() {
  const bool isOneSided = std::holds_alternative<Largest>(order_) || std::holds_alternative<Smallest>(order_);
  if (available() == 0 || !isOneSided) return;
  const Real<S> worst = theta(available() - 1);
  if (seenEnd_ && orderKey(worst, order_) <= orderKey(seenBy_, order_)) return;
  seenBy_ = worst;
  seenEnd_ = worsened(worst, couplingNorm(available() - 1), order_);
}

template <class S>
Real<S> KrylovFinder<S>::theta(int j) const {
  return small_.values[static_cast<std::size_t>(ranking_[static_cast<std::size_t>(j)])];
}

/// ‖Op v − θ v‖ in the norm of B; for Op = B⁻¹A it is ‖A v − θ B v‖ in that of B⁻¹.
template <class S>
Real<S> KrylovFinder<S>::couplingNorm(int j) const {
  const S* c = coupling_.column(ranking_[static_cast<std::size_t>(j)]);
  Real<S> sum = 0;
  for (int i = 0; i < this->block; ++i) sum += std::norm(c[i]);
  return std::sqrt(sum);
}

/// ‖A v − λ B v‖₂: exact for Op = A, else bounds, with ‖r‖₂ ≤ √‖B‖ ‖r‖_B⁻¹.
template <class S>
Real<S> KrylovFinder<S>::estimate(int j) const {
  return couplingNorm(j) * map_->residualFactor(theta(j)) * std::sqrt(pencil_.normB());
}

template <class S>
typename KrylovFinder<S>::Assessment KrylovFinder<S>::assess(Real<S> slack) const {
  const int k = options_.numPairs;
  std::vector<Real<S>> relative(static_cast<std::size_t>(k), std::numeric_limits<Real<S>>::infinity());
  for (int j = 0; j < std::min(k, available()); ++j) {
    const auto at = static_cast<std::size_t>(j);
    relative[at] = std::max(pencil_.relative(estimate(j), value(j), vectorNorm_[at], Real<S>(1)),
                            map_->relativeResidual(couplingNorm(j), theta(j)));
  }
  Assessment result;
  result.progress = progressOf(relative, slack * pencil_.tolerance);
  result.passes = result.progress.converged == k || excludedByBar();
  result.progress.applications = pencil_.A->count().columns;
  result.progress.wanted = k;
  result.progress.phase = bar_ ? Progress::Phase::Search : Progress::Phase::Iterate;
  return result;
}

/// The best value is known to be worse than the bar, and a pair at the bar would be seen by now: a random
/// start has about 1/√n of it, one in a thousand a thousandth of that, and m steps have amplified it by
/// T_m(1 + 2γ), the polynomial of Chebyshev, against all that lies beyond the gap γ (of the width of the
/// spectrum). With a far end that is known few steps may do; they know the best value to its residual.
template <class S>
bool KrylovFinder<S>::excludedByBar() const {
  constexpr long FewSteps = 3, StepsThatShowTheWidth = 10;
  if (!bar_ || basis_->steps() < FewSteps) return false;
  const Real<S> gap = orderKey(theta(0), order_) - orderKey(map_->transformed(*bar_), order_);
  const Real<S> open = couplingNorm(0), known = map_->knownWidth();
  if (!(gap > open)) return false;
  const auto [low, high] = std::minmax_element(small_.values.begin(), small_.values.end());
  const Real<S> width = std::max(*high - *low, known);
  double gamma = 0;
  if (known > 0 || basis_->steps() >= StepsThatShowTheWidth)
    gamma = static_cast<double>(gap / std::max(gap, width));
  if (farEnd_) {
    const Real<S> whole = std::max(width, orderKey(*farEnd_, order_) - orderKey(theta(0), order_));
    gamma = std::max(gamma, static_cast<double>((gap - open) / (whole + open)));
  }
  const double amplification = static_cast<double>(basis_->steps()) * std::acosh(1 + 2 * gamma);
  return amplification > std::log(2e3 * std::sqrt(static_cast<double>(pencil_.n)));
}

/// Every estimate of a full basis is at rounding: more iterations cannot help.
template <class S>
bool KrylovFinder<S>::floorReached(const Assessment& now) const {
  return available() >= options_.numPairs &&
         now.progress.maxResidual < 4 * static_cast<double>(std::numeric_limits<Real<S>>::epsilon());
}

template <class S>
void KrylovFinder<S>::restart(int converged) {
  const int keep = keptAtRestart(basis_->size(), converged, options_.numPairs, this->block, basis_->steps());
  std::vector<Real<S>> kept;
  for (int j = 0; j < keep; ++j) kept.push_back(theta(j));
  basis_->compress(wantedVectors(0, keep), kept);
  if (pencil_.mass) learnVectorNorms();
}

/// ‖v‖₂ of the wanted B-orthonormal vectors; until the first restart the bound 1/√‖B‖ stands in.
template <class S>
void KrylovFinder<S>::learnVectorNorms() {
  Dense<S> first(basis_->size(), std::min(basis_->size(), options_.numPairs));
  for (int j = 0; j < first.cols(); ++j) first(j, j) = S(1);
  const std::vector<Real<S>> norms = columnNorms(basis_->combine(first));
  std::copy(norms.begin(), norms.end(), vectorNorm_.begin());
}

template <class S>
Dense<S> KrylovFinder<S>::wantedVectors(int first, int count) const {
  Dense<S> Q(small_.vectors.rows(), count);
  for (int j = 0; j < count; ++j)
    std::copy_n(small_.vectors.column(ranking_[static_cast<std::size_t>(first + j)]), Q.rows(), Q.column(j));
  return Q;
}

template <class S>
Dense<S> KrylovFinder<S>::wantedCouplings(int first, int count) const {
  Dense<S> C(this->block, count);
  for (int j = 0; j < count; ++j)
    std::copy_n(coupling_.column(ranking_[static_cast<std::size_t>(first + j)]), C.rows(), C.column(j));
  return C;
}

/// V y, or Op V y = θ V y + F c over θ where that is the better vector.
template <class S>
MultiVector<S> KrylovFinder<S>::bestVectors(int first, int count) const {
  MultiVector<S> X = basis_->combine(wantedVectors(first, count));
  if (!map_->purifies()) return X;
  Dense<S> C = wantedCouplings(first, count);
  for (int j = 0; j < count; ++j)
    for (int i = 0; i < C.rows(); ++i) C(i, j) /= S(theta(first + j));
  X.update(S(1), times(basis_->residualBlock(), C), S(1));
  return X;
}

/// A′V = B′(VΘ + F C) from the recurrence: no product with A′.
template <class S>
MultiVector<S> KrylovFinder<S>::images(const RitzPairs<S>& ritz, int first) const {
  const Dense<S> C = wantedCouplings(first, static_cast<int>(ritz.values.size()));
  const std::vector<S> theta(ritz.values.begin(), ritz.values.end());
  MultiVector<S> result = times(basis_->residualBlock(), C);
  MultiVector<S> scaled(ritz.vectors, Teuchos::Copy);
  scaled.scale(Teuchos::arrayViewFromVector(theta));
  result.update(S(1), scaled, S(1));
  if (!pencil_.mass) return result;
  pencil_.applyMass(result, scaled);
  return scaled;
}

template <class S>
RunEnd KrylovFinder<S>::exhausted(std::string because) {
  this->exhaustedBecause = std::move(because);
  return RunEnd::Exhausted;
}

RITZ_INSTANTIATE(KrylovFinder)

}  // namespace ritz
