#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/GuardsAfterCopies.hpp>
#include <ritz/solvers/LanczosFinder.hpp>
#include <ritz/solvers/MethodChoice.hpp>
#include <ritz/solvers/MissedCopies.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace ritz {

namespace {

/// What rounding and the tolerance leave open of a value.
template <class S>
Real<S> margin(const Pencil<S>& pencil, Real<S> theta) {
  return 2 * pencil.tolerance * (pencil.mass ? std::abs(theta) : pencil.normA());
}

/// Kept out of the space of a search.
template <class S>
struct Deflation {
  MultiVector<S> vectors;
  std::vector<std::size_t> beyond{};  ///< those of `next` among them: no verified pairs
  Real<S> leak = 0;                   ///< ρ
  std::optional<Real<S>> edge{};      ///< about the best value that is left, where copies are not
  bool isEdgeDeflated = false;        ///< all that was seen is: the edge is the last of it
};

/// The pairs, and behind them those of `next` whose residuals are small against their distance from the bar.
/// Inside the spectrum the search squares A′ − σB′: what a vector v of a value within the bar shares with
/// those of `next`, at most ρ/distance, lengthens (A′ − σB′)v by as much of theirs.
template <class S>
Deflation<S> deflation(const Pencil<S>& pencil, const VerifiedPairs<S>& pairs, const RitzPairs<S>& next,
                       const Which& which) {
  const Real<S> bar = orderKey(pairs.values.back(), which), open = margin(pencil, pairs.values.back());
  std::vector<std::size_t> chosen;
  const bool isInner = isInterior(which);
  std::optional<Real<S>> edge;
  Real<S> residual = 0, leak = 0;
  for (std::size_t j = 0; j < next.residuals.size(); ++j) {
    const Real<S> distance = orderKey(next.values[j], which) - bar;
    const Real<S> nearest = chosen.empty() ? distance : orderKey(next.values[chosen.front()], which) - bar;
    const Real<S> together = std::hypot(residual, next.residuals[j]);
    const Real<S> shown = isInner ? together * (bar + distance) / nearest : together;
    if ((isInner && !(nearest > 0)) || nearest - shown < -open || shown > std::max(open, distance / 4)) {
      if (!edge) edge = next.values[j];
      continue;
    }
    residual = together;
    leak = shown;
    chosen.push_back(j);
  }
  if (chosen.empty()) return {pairs.U};
  const bool isDeflated = !edge;
  if (!edge) edge = next.values.back();
  const Teuchos::ArrayView<const std::size_t> columns(chosen);
  return {joined(pairs.U, *next.vectors.subView(columns)), chosen, leak, edge, isDeflated};
}

template <class S>
MultiVector<S> randomStart(const Pencil<S>& pencil, std::uint64_t seed) {
  MultiVector<S> start(pencil.map, 1, false);
  fillHash(start, seed, pencil.freshColumns(1));
  return start;
}

template <class S>
MultiVector<S> sumOf(const MultiVector<S>& X) {
  return times(X, Dense<S>(static_cast<int>(X.getNumVectors()), 1, S(1)));
}

/// The searches of one solve, see takeInMissedCopies.
template <class S>
class CopySearch {
 public:
  CopySearch(const std::shared_ptr<const KrylovMap<S>>& map, const EigenOptions& options,
             Supervisor& supervisor, VerifiedPairs<S>& pairs, RitzPairs<S>& next,
             std::optional<Real<S>> farEnd, const SearchMaker<S>& makeSearch)
      : map_(map),
        pencil_(map->pencil()),
        options_(options),
        supervisor_(supervisor),
        pairs_(pairs),
        next_(next),
        behind_(static_cast<int>(std::max(next.values.size(), pairs.values.size() + 10))),
        farEnd_(farEnd),
        makeSearch_(makeSearch) {
    options_.numPairs = 1;
  }

  Status run() {
    MultiVector<S> start = randomStart(pencil_, options_.seed);
    std::optional<RitzPairs<S>> others;  // what the last search had behind those that it found
    bool looksCloser = false;
    for (int round = 0; round < 2 * pairs_.size() + 10; ++round) {
      const Deflation<S> deflated =
          looksCloser ? Deflation<S>{pairs_.U} : deflation(pencil_, pairs_, next_, options_.which);
      if (pencil_.n == static_cast<long long>(deflated.vectors.getNumVectors())) return Status::Converged;
      const auto finder = makeFinder(start, deflated);
      const int count = betterOnes(*finder, deflated.leak);
      if (count < 0) return finder->stopStatus;
      if (count == 0) return Status::Converged;
      const MultiVector<S> found = finder->vectors(count);
      if (!looksCloser) others = pairsBehind(*finder, count, deflated);
      looksCloser = !deflated.beyond.empty();  // there may be some: from where they show
      start = looksCloser ? sumOf(found) : randomStart(pencil_, options_.seed);
      if (looksCloser) continue;
      if (!takeIn(verify(pencil_, found, options_.which), *others)) return Status::Converged;
    }
    return Status::Breakdown;
  }

 private:
  std::unique_ptr<PairFinder<S>> makeFinder(const MultiVector<S>& start, const Deflation<S>& deflated) {
    const Real<S> bar = worsened(pairs_.values.back(), deflated.leak, options_.which);
    if (makeSearch_) return makeSearch_(options_, start, deflated.vectors, bar);
    auto map = deflated.edge ? map_->sharpened(pairs_.values.front(), bar, edge(deflated, bar)) : nullptr;
    if (!map) map = map_->separates(bar) ? map_ : pencilMap(pencil_);
    return makeLanczosFinder<S>(map, options_, Lanczos(), start, supervisor_, &deflated.vectors, bar,
                                map == map_ ? farEnd_ : std::nullopt);
  }

  /// The one of `deflated`; where nothing is known of what comes behind it, midway from there to where the
  /// map damps all, in the geometric mean.
  Real<S> edge(const Deflation<S>& deflated, Real<S> bar) const {
    const Real<S> last = better(bar, *deflated.edge), damped = better(bar, map_->pencilValue(1));
    if (!deflated.isEdgeDeflated || !(last > 0 && damped > last)) return *deflated.edge;
    return worsened(bar, std::sqrt(last * damped), options_.which);
  }

  /// Those behind the first `count`. Where Op is B′⁻¹A′ itself the finder knows their images up to what lies
  /// along the vectors D it was kept from: B′D Dᴴ A′V.
  RitzPairs<S> pairsBehind(PairFinder<S>& finder, int count, const Deflation<S>& deflated) const {
    RitzPairs<S> result = finder.pairsBehind(count, behind_);
    if (!result.images || !finder.map() || !finder.map()->isPencil()) return result;
    if (!deflated.beyond.empty() && !next_.images) {  // nor can it be known
      result.images.reset();
      return result;
    }
    MultiVector<S> AD = pairs_.AU, BD = pairs_.BU();
    if (!deflated.beyond.empty()) {
      const Teuchos::ArrayView<const std::size_t> columns(deflated.beyond);
      const MultiVector<S> more(*next_.vectors.subView(columns), Teuchos::Copy);
      MultiVector<S> Bmore(more, Teuchos::Copy);
      if (pencil_.mass) pencil_.mass->apply(more, Bmore);
      AD = joined(AD, *next_.images->subView(columns));
      BD = joined(BD, Bmore);
    }
    result.images->update(S(1), times(BD, gram(AD, result.vectors)), S(1));
    return result;
  }

  Real<S> better(Real<S> theta, Real<S> than) const {
    return orderKey(than, options_.which) - orderKey(theta, options_.which);
  }

  /// Runs until its next Ritz pair is no better than the worst of the pairs and of those that it has found.
  /// The number of these; 1 where there is none but `leak` lets one look better; −1 if a limit stopped it.
  int betterOnes(PairFinder<S>& finder, Real<S> leak) {
    const Real<S> open = margin(pencil_, pairs_.values.back());
    std::vector<Real<S>> values = pairs_.values;
    for (int count = 0;;) {
      const RunEnd end = finder.run(Real<S>(1));
      if (end == RunEnd::Supervised) return -1;
      const RitzPairs<S> best = finder.pairs(count + 1);
      if (static_cast<int>(best.values.size()) <= count) return count;
      const Real<S> by = better(best.values.back(), values.back());
      if (by <= open) return count == 0 && by + leak > open ? 1 : count;
      ++count;
      values.back() = best.values.back();
      std::sort(values.begin(), values.end(), [this](Real<S> a, Real<S> b) { return better(a, b) > 0; });
      if (end != RunEnd::EstimatesPass || !finder.seekNext(values.back())) return count;
    }
  }

  /// False if not even the best is better than the worst of the pairs.
  bool takeIn(const VerifiedPairs<S>& found, const RitzPairs<S>& others) {
    const Real<S> worst = pairs_.values.back();
    if (better(found.values.front(), worst) <= margin(pencil_, worst)) return false;
    VerifiedPairs<S> merged = merge(pencil_, pairs_, found, options_.which, pairs_.size());
    std::swap(pairs_, merged);
    RitzPairs<S> behind = next_.images ? next_ : others;
    if (next_.images && others.images) {
      behind.vectors = joined(next_.vectors, others.vectors);
      behind.images = joined(*next_.images, *others.images);
    }
    next_ = guardsAfterCopies(pencil_, pairs_, merged, behind, options_.which, behind_);
    return true;
  }

  const std::shared_ptr<const KrylovMap<S>>& map_;
  const Pencil<S>& pencil_;
  EigenOptions options_;
  Supervisor& supervisor_;
  VerifiedPairs<S>& pairs_;
  RitzPairs<S>& next_;
  int behind_;  ///< pairs to be kept behind the wanted ones
  std::optional<Real<S>> farEnd_;
  const SearchMaker<S>& makeSearch_;
};

}  // namespace

template <class S>
Status takeInMissedCopies(const std::shared_ptr<const KrylovMap<S>>& map, const EigenOptions& options,
                          Supervisor& supervisor, VerifiedPairs<S>& pairs, RitzPairs<S>& next,
                          std::optional<Real<S>> farEnd, const SearchMaker<S>& makeSearch) {
  return CopySearch<S>(map, options, supervisor, pairs, next, farEnd, makeSearch).run();
}

#define RITZ_MISSED(S)                                                                                   \
  template Status takeInMissedCopies<S>(const std::shared_ptr<const KrylovMap<S>>&, const EigenOptions&, \
                                        Supervisor&, VerifiedPairs<S>&, RitzPairs<S>&,                   \
                                        std::optional<Real<S>>, const SearchMaker<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_MISSED)

}  // namespace ritz
