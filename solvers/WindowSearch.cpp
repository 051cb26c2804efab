#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/IntervalMap.hpp>
#include <ritz/solvers/WindowSearch.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace ritz {

namespace {

std::vector<int> firstIndices(int count) {
  std::vector<int> result(static_cast<std::size_t>(std::max(count, 0)));
  std::iota(result.begin(), result.end(), 0);
  return result;
}

}  // namespace

template <class S>
WindowSearch<S>::WindowSearch(const Pencil<S>& pencil, const EigenOptions& options, const Which& which,
                              const InteriorWindow& window, const IntervalFilter& filter, int capacity,
                              FoundPairs<S>& found, Supervisor& supervisor)
    : pencil_(pencil),
      options_(options),
      which_(which),
      map_(intervalMap(pencil, filter)),
      capacity_(capacity),
      found_(found),
      goal_(pencil, options, which, window, filter, found),
      supervisor_(supervisor) {}

template <class S>
WindowAim<Real<S>> WindowSearch<S>::aim(Real<S> slack) const {
  WindowAim<Real<S>> aim = goal_.aim(slack);
  aim.sunk = sunk_;
  aim.onlyLooks = below_.has_value();
  return aim;
}

template <class S>
MultiVector<S> WindowSearch<S>::randomStart() const {
  MultiVector<S> start(pencil_.map, 1, false);
  fillHash(start, options_.seed, pencil_.freshColumns(1));
  return start;
}

template <class S>
bool WindowSearch<S>::isAllDeflated() const {
  const std::size_t found = found_.vectors() ? found_.vectors()->getNumVectors() : 0;
  return static_cast<long long>(found + (below_ ? below_->getNumVectors() : 0)) >= pencil_.n;
}

/// Without the vectors below the bar.
template <class S>
void WindowSearch<S>::lookAgain() {
  below_.reset();
  sunk_ = 0;
}

template <class S>
void WindowSearch<S>::begin(Real<S> slack, std::optional<MultiVector<S>>& start) {
  std::optional<MultiVector<S>> deflated;
  if (const auto* U = found_.vectors()) deflated = below_ ? joined(*U, *below_) : *U;
  if (!deflated && below_) deflated = *below_;
  const long long left = pencil_.n - (deflated ? static_cast<long long>(deflated->getNumVectors()) : 0);
  const int capacity = static_cast<int>(std::min<long long>(capacity_, std::max(left, 1LL)));
  run_ = std::make_unique<WindowLanczos<S>>(map_, capacity, start ? *start : randomStart(),
                                            deflated ? &*deflated : nullptr, aim(slack), supervisor_,
                                            options_.seed);
  start.reset();
}

template <class S>
WindowEnd WindowSearch<S>::run(Real<S> slack, std::optional<MultiVector<S>>& start) {
  for (;;) {
    if (isAllDeflated()) {
      if (!below_) return WindowEnd::Nothing;
      lookAgain();
      continue;
    }
    begin(slack, start);
    const WindowEnd end = run_->run();
    secondsBefore_ += run_->orthogonalizationSeconds();
    if (end == WindowEnd::Seen) {
      start = seenAndRandom();
      lookAgain();
    } else if (end == WindowEnd::Found) {
      if (!takeIn()) return WindowEnd::Nothing;
      deflateBelow();
    } else {
      return end;
    }
  }
}

/// Adds what has converged above the bar. False if enough pairs were there before, none of the new ones is
/// better than the worst of these, and all are what they seem: then nothing that is left is better.
template <class S>
bool WindowSearch<S>::takeIn() {
  const auto bar = static_cast<Real<S>>(goal_.bar());
  taken_.clear();
  for (int j = 0; j < run_->size() && run_->theta(j) > bar; ++j)
    if (run_->hasConverged(j)) taken_.push_back(j);
  const auto last = goal_.worst();
  const int before = last ? goal_.numBetter(*last) : 0;
  found_.add(run_->vectors(taken_));
  return !last || goal_.numBetter(*last) > before || goal_.hidesBetter(*last);
}

/// Of the Ritz vectors Q that were not taken in, those whose residuals together are small against their
/// distance δ from the bar. λ above it is a value of P Op P + P Op Q (λ − Θ)⁻¹ Qᴴ Op P, P = I − QQᴴ, and the
/// second term is ‖P Op Q‖²/δ at most: so far can P Op P have its values below those of Op.
template <class S>
void WindowSearch<S>::deflateBelow() {
  const auto bar = static_cast<Real<S>>(goal_.bar());
  std::vector<int> chosen;
  Real<S> nearest = 0, leak = 0;  // ‖P Op Q‖
  for (int j = 0; j < run_->size(); ++j) {
    if (std::find(taken_.begin(), taken_.end(), j) != taken_.end()) continue;
    const Real<S> distance = bar - run_->theta(j), together = std::hypot(leak, run_->residual(j));
    if (distance <= 0 || together > (chosen.empty() ? distance : nearest) / 4) continue;
    if (chosen.empty()) nearest = distance;
    leak = together;
    chosen.push_back(j);
  }
  lookAgain();
  if (chosen.empty()) return;
  below_ = run_->vectors(chosen);
  sunk_ = leak * leak / nearest;
}

/// To begin with where something shows, without losing what does not yet.
template <class S>
MultiVector<S> WindowSearch<S>::seenAndRandom() const {
  const int above = std::max(run_->numAbove(), 1);
  MultiVector<S> start = times(run_->vectors(firstIndices(above)), Dense<S>(above, 1, S(1)));
  const MultiVector<S> random = randomStart();
  start.update(S(1 / columnNorms(random).front()), random, S(1 / columnNorms(start).front()));
  return start;
}

template <class S>
std::optional<MultiVector<S>> WindowSearch<S>::openVectors(int count) const {
  const int there = run_ ? std::min(count, run_->size()) : 0;
  if (there <= 0) return std::nullopt;
  return run_->vectors(firstIndices(there));
}

template <class S>
int WindowSearch<S>::numAbove() const {
  return run_->numAbove();
}

template <class S>
std::optional<double> WindowSearch<S>::misfit() const {
  if (run_->size() == 0) return std::nullopt;
  const bool isTop = run_->theta(0) > 1;
  const VerifiedPairs<S> seen = verify(pencil_, run_->vectors({isTop ? 0 : run_->size() - 1}), which_);
  return static_cast<double>(seen.values.front());
}

template <class S>
double WindowSearch<S>::orthogonalizationSeconds() const {
  return secondsBefore_;
}

RITZ_INSTANTIATE(WindowSearch)

}  // namespace ritz
