#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BarSight.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/KrylovFinder.hpp>
#include <ritz/solvers/PencilPairs.hpp>
#include <ritz/solvers/ThickRestart.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <variant>

namespace ritz {

namespace {

/// ‖C‖_F.
template <class S>
Real<S> couplingSize(const KrylovBasis<S>& basis) {
  const Dense<S> C = basis.coupling();
  Real<S> sum = 0;
  for (int i = 0; i < C.rows() * C.cols(); ++i) sum += std::norm(C.data()[i]);
  return std::sqrt(sum);
}

}  // namespace

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
      ritz_(order_),
      vectorNorm_(std::move(vectorNorms)),
      mayPassAtOnce_(basis_->size() > 0) {
  vectorNorm_.resize(static_cast<std::size_t>(options.numPairs), 1 / std::sqrt(pencil_.normB()));
  this->basis = capacity;
  this->block = basis_->blockSize();
  if (mayPassAtOnce_) ritz_.decompose(*basis_);
  if (bar_ && basis_->size() == 0 && basis_->blockSize() == 1) share_.emplace(map_->transformed(*bar_));
}

template <class S>
RunEnd KrylovFinder<S>::run(Real<S> slack) {
  const RunEnd end = iterate(slack);
  ritz_.decompose(*basis_);
  return end;
}

template <class S>
RunEnd KrylovFinder<S>::iterate(Real<S> slack) {
  if (basis_->size() > 0) {
    look(slack);
    if (mayPassAtOnce_ && passes_) return RunEnd::EstimatesPass;
    mayPassAtOnce_ = false;
    if (const auto end = makeRoom()) return *end;
  }
  for (;;) {
    bool grew = false;
    try {
      grew = basis_->expand();
    } catch (const BasisBrokenDown& error) {
      return this->exhausted(error.what());
    }
    if (isDue(grew)) look(slack);
    progress_.applications = pencil_.A->count().columns;
    if (const auto stop = supervisor_.afterStep(progress_)) {
      this->stopStatus = *stop;
      return RunEnd::Supervised;
    }
    if (passes_) return RunEnd::EstimatesPass;
    if (!grew) return this->exhausted("the Krylov space fills all that there is");
    if (isUnderReview()) return this->exhausted("it has taken longer than expected");
    if (const auto end = makeRoom()) return *end;
  }
}

/// Pairs may have converged, or an invariant subspace may be full, since the last look.
template <class S>
bool KrylovFinder<S>::isDue(bool grew) const {
  constexpr Real<S> Small = Real<S>(1e-2);
  return !grew || bar_ || basis_->size() + this->block > this->basis || basis_->steps() >= nextLook_ ||
         couplingSize(*basis_) < Small * lastCoupling_;
}

template <class S>
void KrylovFinder<S>::look(Real<S> slack) {
  ritz_.look(*basis_);
  if (share_) share_->advance(*basis_);
  watchFarEnd();
  const bool isFull = basis_->size() + this->block > this->basis;
  isSuited_ = bar_ || map_->suits(ritz_.values(), wanted(), isFull);
  assess(slack);
  lastCoupling_ = couplingSize(*basis_);
  nextLook_ = basis_->steps() + stepsToNextLook(slack);
}

template <class S>
long KrylovFinder<S>::stepsToNextLook(Real<S> slack) const {
  const int missing = wanted() - available();
  if (missing > 0) return std::max(missing / this->block, 1);
  return stepsBeforeNextLook(progress_.maxResidual / static_cast<double>(slack * pencil_.tolerance));
}

/// For one step more: restarts a full basis.
template <class S>
std::optional<RunEnd> KrylovFinder<S>::makeRoom() {
  if (basis_->size() + this->block <= this->basis) return std::nullopt;
  if (floorReached()) return this->exhausted("rounding keeps the residuals above the tolerance");
  if (!isSuited_) return this->exhausted("the filter does not fit the spectrum");
  restart();
  return std::nullopt;
}

template <class S>
SolverState<S> KrylovFinder<S>::state() {
  auto state = basis_->state();
  if (!state && basis_->size() > 0) {
    ritz_.decompose(*basis_);
    return this->ritzVectors(wanted());
  }
  if (!state) {  // no step yet: the start itself
    state.emplace();
    state->vectors = {Teuchos::rcp(new MultiVector<S>(basis_->residualBlock()))};
  }
  state->vectorNorms = vectorNorm_;
  return *std::move(state);
}

template <class S>
RitzPairs<S> KrylovFinder<S>::pairsBehind(int first, int count) {
  RitzPairs<S> result{{}, vectorsBehind(first, count), std::nullopt};
  const int last = first + static_cast<int>(result.vectors.getNumVectors());
  if (!map_->isPencil()) return pairsOfMap(std::move(result.vectors));
  for (int j = first; j < last; ++j) {
    result.values.push_back(value(j));
    result.residuals.push_back(ritz_.residual(j));
  }
  result.images = images(result, first);
  return result;
}

/// Behind the wanted ones, up to the first that the map does not tell from the rest.
template <class S>
int KrylovFinder<S>::lastResolved(int first, int last) const {
  int j = std::max(first, std::min(wanted(), last));
  while (j < last && map_->resolves(ritz_.theta(j), ritz_.residual(j))) ++j;
  return std::max(j, first);
}

/// Ritz vectors of a map that is not the pencil's are as good as its Rayleigh-Ritz, where they are
/// orthonormal.
template <class S>
RitzPairs<S> KrylovFinder<S>::pairsOfMap(MultiVector<S> vectors) const {
  if (pencil_.mass || map_->purifies()) return pencilPairs(pencil_, std::move(vectors), options_.which);
  return rayleighPairs(pencil_, std::move(vectors));
}

/// The worst Ritz value so far, worsened by its residual; a restart forgets it.
template <class S>
void KrylovFinder<S>::watchFarEnd() {
  const bool isOneSided = std::holds_alternative<Largest>(order_) || std::holds_alternative<Smallest>(order_);
  if (available() == 0 || !isOneSided) return;
  const Real<S> worst = ritz_.theta(available() - 1);
  if (seenEnd_ && orderKey(worst, order_) <= orderKey(seenBy_, order_)) return;
  seenBy_ = worst;
  seenEnd_ = worsened(worst, ritz_.residual(available() - 1), order_);
}

/// ‖A v − λ B v‖₂: exact for Op = A, else bounds, with ‖r‖₂ ≤ √‖B‖ ‖r‖_B⁻¹.
template <class S>
Real<S> KrylovFinder<S>::estimate(int j) const {
  return ritz_.residual(j) * map_->residualFactor(ritz_.theta(j)) * std::sqrt(pencil_.normB());
}

template <class S>
void KrylovFinder<S>::assess(Real<S> slack) {
  const int k = wanted();
  std::vector<Real<S>> relative(static_cast<std::size_t>(k), std::numeric_limits<Real<S>>::infinity());
  for (int j = 0; j < std::min(k, available()); ++j) {
    const auto at = static_cast<std::size_t>(j);
    relative[at] = std::max(pencil_.relative(estimate(j), value(j), vectorNorm_[at], Real<S>(1)),
                            map_->relativeResidual(ritz_.residual(j), ritz_.theta(j)));
  }
  progress_ = progressOf(relative, slack * pencil_.tolerance);
  passes_ = progress_.converged == k || excludedByBar();
  progress_.wanted = k;
  progress_.phase = bar_ ? Progress::Phase::Search : Progress::Phase::Iterate;
}

template <class S>
bool KrylovFinder<S>::excludedByBar() const {
  if (!bar_) return false;
  if (sought_ > 0) return nextIsWorse();
  const Real<S> width = map_->knownWidth();
  const auto farEnd = farEnd_ || !(width > 0) ? farEnd_ : 1 - width;
  const Real<S> share = share_ ? share_->bound() : Real<S>(1);
  return isExcluded(ritz_, order_,
                    {map_->transformed(*bar_), farEnd, width, share, basis_->steps(), pencil_.n});
}

/// Of the pair that is sought behind others: its Ritz value is, by more than its residual.
template <class S>
bool KrylovFinder<S>::nextIsWorse() const {
  const int next = wanted() - 1;
  return next < available() && orderKey(ritz_.theta(next), order_) - ritz_.residual(next) >
                                   orderKey(map_->transformed(*bar_), order_);
}

template <class S>
bool KrylovFinder<S>::seekNext(Real<S> bar) {
  const bool hasRoom = 2 * (wanted() + 1) < this->basis;
  if (!bar_ || !hasRoom || wanted() >= available()) return false;
  bar_ = bar;
  ++sought_;
  vectorNorm_.push_back(1 / std::sqrt(pencil_.normB()));
  return mayPassAtOnce_ = !nextIsWorse();
}

/// Every estimate of a full basis is at rounding: more iterations cannot help.
template <class S>
bool KrylovFinder<S>::floorReached() const {
  return available() >= wanted() &&
         progress_.maxResidual < 4 * static_cast<double>(std::numeric_limits<Real<S>>::epsilon());
}

template <class S>
void KrylovFinder<S>::restart() {
  ritz_.decompose(*basis_);
  const int keep = keptAtRestart(basis_->size(), progress_.converged, wanted(), this->block, basis_->steps());
  std::vector<Real<S>> kept;
  for (int j = 0; j < keep; ++j) kept.push_back(ritz_.theta(j));
  const Dense<S> Q = ritz_.vectors(0, keep);
  basis_->compress(Q, kept);
  if (share_) share_->restart(Q);
  ritz_.restarted();
  if (pencil_.mass) learnVectorNorms();
}

/// ‖v‖₂ of the wanted B-orthonormal vectors; until the first restart the bound 1/√‖B‖ stands in.
template <class S>
void KrylovFinder<S>::learnVectorNorms() {
  Dense<S> first(basis_->size(), std::min(basis_->size(), wanted()));
  for (int j = 0; j < first.cols(); ++j) first(j, j) = S(1);
  const std::vector<Real<S>> norms = columnNorms(basis_->combine(first));
  std::copy(norms.begin(), norms.end(), vectorNorm_.begin());
}

/// V y, or Op V y = θ V y + F c over θ where that is the better vector.
template <class S>
MultiVector<S> KrylovFinder<S>::bestVectors(int first, int count) const {
  MultiVector<S> X = basis_->combine(ritz_.vectors(first, count));
  if (!map_->purifies()) return X;
  Dense<S> C = ritz_.couplings(first, count);
  for (int j = 0; j < count; ++j)
    for (int i = 0; i < C.rows(); ++i) C(i, j) /= S(ritz_.theta(first + j));
  X.update(S(1), times(basis_->residualBlock(), C), S(1));
  return X;
}

/// A′V = B′(VΘ + F C) from the recurrence: no product with A′.
template <class S>
MultiVector<S> KrylovFinder<S>::images(const RitzPairs<S>& ritz, int first) const {
  const Dense<S> C = ritz_.couplings(first, static_cast<int>(ritz.values.size()));
  const std::vector<S> theta(ritz.values.begin(), ritz.values.end());
  MultiVector<S> result = times(basis_->residualBlock(), C);
  MultiVector<S> scaled(ritz.vectors, Teuchos::Copy);
  scaled.scale(Teuchos::arrayViewFromVector(theta));
  result.update(S(1), scaled, S(1));
  if (!pencil_.mass) return result;
  pencil_.applyMass(result, scaled);
  return scaled;
}

RITZ_INSTANTIATE(KrylovFinder)

}  // namespace ritz
