#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
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
  int beyondPairs = 0;  ///< columns that are no verified pairs
  Real<S> leak = 0;     ///< ρ
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
  Real<S> residual = 0, leak = 0;
  for (std::size_t j = 0; j < next.residuals.size(); ++j) {
    const Real<S> distance = orderKey(next.values[j], which) - bar;
    const Real<S> nearest = chosen.empty() ? distance : orderKey(next.values[chosen.front()], which) - bar;
    const Real<S> together = std::hypot(residual, next.residuals[j]);
    const Real<S> shown = isInner ? together * (bar + distance) / nearest : together;
    if (!(nearest > 0) && isInner) continue;
    if (nearest - shown < -open || shown > std::max(open, distance / 4)) continue;
    residual = together;
    leak = shown;
    chosen.push_back(j);
  }
  if (chosen.empty()) return {pairs.U, 0, 0};
  const Teuchos::ArrayView<const std::size_t> columns(chosen);
  return {joined(pairs.U, *next.vectors.subView(columns)), static_cast<int>(chosen.size()), leak};
}

template <class S>
MultiVector<S> randomStart(const Pencil<S>& pencil, std::uint64_t seed) {
  MultiVector<S> start(pencil.map, 1, false);
  fillHash(start, seed, pencil.freshColumns(1));
  return start;
}

}  // namespace

template <class S>
bool takeInMissedCopies(const std::shared_ptr<const KrylovMap<S>>& map, const EigenOptions& options,
                        Supervisor& supervisor, VerifiedPairs<S>& pairs, const RitzPairs<S>& next,
                        Status& stopStatus, std::optional<Real<S>> farEnd,
                        std::optional<VerifiedPairs<S>>* earlier, const SearchMaker<S>& makeSearch) {
  const Pencil<S>& pencil = map->pencil();
  EigenOptions search = options;
  search.numPairs = 1;
  MultiVector<S> start = randomStart(pencil, options.seed);
  bool deflateNext = true;
  for (int round = 0; round < 2 * pairs.size() + 10; ++round) {
    const Real<S> worst = pairs.values.back(), open = margin(pencil, worst);
    const auto betterBy = [&](Real<S> theta) {
      return orderKey(worst, options.which) - orderKey(theta, options.which);
    };
    const Deflation<S> deflated =
        deflateNext ? deflation(pencil, pairs, next, options.which) : Deflation<S>{pairs.U};
    if (pencil.n == static_cast<long long>(deflated.vectors.getNumVectors())) return true;
    const Real<S> bar = worsened(worst, deflated.leak, options.which);
    const bool isSame = map->separates(bar);
    const auto finder =
        makeSearch ? makeSearch(search, start, deflated.vectors, bar)
                   : makeLanczosFinder<S>(isSame ? map : pencilMap(pencil), search, Lanczos(), start,
                                          supervisor, &deflated.vectors, bar, isSame ? farEnd : std::nullopt);
    if (finder->run(Real<S>(1)) == RunEnd::Supervised) {
      stopStatus = finder->stopStatus;
      return false;
    }
    const RitzPairs<S> best = finder->pairs(1);
    if (betterBy(best.values.front()) + deflated.leak <= open) return true;
    if (deflated.beyondPairs > 0) {  // there may be one: look closer, from where it shows
      deflateNext = false;
      start = best.vectors;
      continue;
    }
    const VerifiedPairs<S> found = verify(pencil, best.vectors, options.which);
    if (betterBy(found.values.front()) <= open) return true;
    VerifiedPairs<S> merged = merge(pencil, pairs, found, options.which, pairs.size());
    std::swap(pairs, merged);
    if (earlier && !*earlier) *earlier = std::move(merged);
    start = randomStart(pencil, options.seed);
    deflateNext = false;  // the next pairs are not orthogonal to the new one
  }
  stopStatus = Status::Breakdown;
  return false;
}

#define RITZ_MISSED(S)                                                                                 \
  template bool takeInMissedCopies<S>(const std::shared_ptr<const KrylovMap<S>>&, const EigenOptions&, \
                                      Supervisor&, VerifiedPairs<S>&, const RitzPairs<S>&, Status&,    \
                                      std::optional<Real<S>>, std::optional<VerifiedPairs<S>>*,        \
                                      const SearchMaker<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_MISSED)

}  // namespace ritz
