#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/IntervalMap.hpp>
#include <ritz/solvers/WindowSearch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
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
      window_(window),
      filter_(filter),
      map_(intervalMap(pencil, filter)),
      capacity_(capacity),
      found_(found),
      supervisor_(supervisor) {
  const double size =
      pencil.mass ? std::max(std::abs(window.a), std::abs(window.b)) : static_cast<double>(pencil.normA());
  open_ = 2.0 * static_cast<double>(pencil.tolerance) * size;
}

/// Of all that was found, best first.
template <class S>
std::vector<int> WindowSearch<S>::wanted() const {
  const auto* near = std::get_if<Nearest>(&which_);
  if (!near) return found_.wanted(0.0);
  return found_.wanted(std::max(near->sigma - window_.a, window_.b - near->sigma) + open_);
}

/// The key of the worst of the pairs that will be given, once nothing worse can matter; for an interval one
/// more pair has to be there, so that it is known whether there are more.
template <class S>
std::optional<double> WindowSearch<S>::worst() const {
  const std::vector<int> indices = wanted();
  const int enough = options_.numPairs + (std::holds_alternative<Interval>(which_) ? 1 : 0);
  if (static_cast<int>(indices.size()) < enough) return std::nullopt;
  return found_.key(indices[static_cast<std::size_t>(options_.numPairs) - 1]);
}

/// Nothing with a smaller p can matter any more.
template <class S>
double WindowSearch<S>::bar() const {
  const auto last = worst();
  const double a = window_.a - open_, b = window_.b + open_;
  if (!last) return filter_.least(a, b);
  const auto* near = std::get_if<Nearest>(&which_);
  return near ? filter_.least(near->sigma - *last, near->sigma + *last)
              : filter_.least(a, std::min(b, *last));
}

template <class S>
WindowAim<Real<S>> WindowSearch<S>::aim(Real<S> slack) const {
  const int known = static_cast<int>(wanted().size());
  WindowAim<Real<S>> aim;
  aim.bar = static_cast<Real<S>>(bar());
  aim.lambda = static_cast<Real<S>>(std::max(std::abs(filter_.peak()), (window_.b - window_.a) / 4));
  aim.slack = slack;
  aim.leak = leak_;
  aim.onlyLooks = below_.has_value();
  aim.before = std::min(known, options_.numPairs);
  aim.all = options_.numPairs;
  const auto* near = std::get_if<Nearest>(&which_);
  const double offPeak = near ? std::abs(filter_.peak() - near->sigma) : window_.b - window_.a;
  if (const int missing = options_.numPairs - known; missing > 0 && 8 * offPeak <= window_.b - window_.a)
    aim.wanted = missing + missing / 8 + 2;  // the order of p is that of the distance from σ, but for a few
  return aim;
}

template <class S>
MultiVector<S> WindowSearch<S>::randomStart() const {
  MultiVector<S> start(pencil_.map, 1, false);
  fillHash(start, options_.seed, pencil_.freshColumns(1));
  return start;
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
    begin(slack, start);
    const WindowEnd end = run_->run();
    secondsBefore_ += run_->orthogonalizationSeconds();
    if (end == WindowEnd::Seen) {
      start = seenAndRandom();
      below_.reset();
      leak_ = 0;
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
  const auto bar = static_cast<Real<S>>(this->bar());
  taken_.clear();
  for (int j = 0; j < run_->size() && run_->theta(j) > bar; ++j)
    if (run_->hasConverged(j)) taken_.push_back(j);
  const auto last = worst();
  const auto numBetter = [&] {
    const std::vector<int> indices = wanted();
    return std::count_if(indices.begin(), indices.end(),
                         [&](int j) { return found_.key(j) < *last - open_; });
  };
  const auto before = last ? numBetter() : 0;
  found_.add(run_->vectors(taken_));
  if (!last || numBetter() > before) return true;
  const std::vector<int> indices = wanted();
  return !std::all_of(indices.begin(), indices.begin() + options_.numPairs,
                      [this](int j) { return found_.isPure(j); });
}

/// Of the Ritz vectors that were not taken in, those whose residuals together are small against their
/// distance from the bar.
template <class S>
void WindowSearch<S>::deflateBelow() {
  const auto bar = static_cast<Real<S>>(this->bar());
  std::vector<int> chosen;
  Real<S> nearest = 0;
  leak_ = 0;
  for (int j = 0; j < run_->size(); ++j) {
    if (std::find(taken_.begin(), taken_.end(), j) != taken_.end()) continue;
    const Real<S> distance = bar - run_->theta(j), together = std::hypot(leak_, run_->residual(j));
    if (distance <= 0 || together > (chosen.empty() ? distance : nearest) / 4) continue;
    if (chosen.empty()) nearest = distance;
    leak_ = together;
    chosen.push_back(j);
  }
  below_.reset();
  if (!chosen.empty()) below_ = run_->vectors(chosen);
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
