#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/FoundPairs.hpp>
#include <ritz/solvers/MovableShift.hpp>
#include <ritz/solvers/ShiftInvertSearch.hpp>
#include <ritz/solvers/SliceFinder.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace ritz {

namespace {

/// [low, high] and the numbers of eigenvalues below its ends.
template <class R>
struct Slice {
  R low = 0, high = 0;
  long long belowLow = 0, belowHigh = 0;

  long long count() const { return belowHigh - belowLow; }
  R middle() const { return low + (high - low) / 2; }
  bool holds(R lambda) const { return lambda >= low && lambda <= high; }
};

template <class S>
class SliceFinder final : public PairFinder<S> {
  using R = Real<S>;

 public:
  SliceFinder(Pencil<S>& pencil, const EigenOptions& options, const Lanczos& parameters,
              const MultiVector<S>& start, Supervisor& supervisor)
      : pencil_(pencil),
        options_(options),
        interval_(std::get<Interval>(options.which)),
        shift_(pencil),
        search_(pencil, options, parameters, shift_.sigma(), start, supervisor),
        whole_(counted()) {
    this->basis = search_.basis();
    this->block = 1;
    this->why = fmt::format("spectrum slicing, {}", askableInverse(pencil)->describe());
    slices_.push_back(whole_);
  }

  RunEnd run(R slack) override {
    search_.keepConverged();
    if (slices_.empty()) slices_.push_back(whole_);
    for (int rounds = 0; !slices_.empty() && numKnown() < options_.numPairs;) {
      const Slice<R> slice = slices_.back();
      const long long missing = slice.count() - numFound(slice);
      if (missing == 0) {
        slices_.pop_back();
        rounds = 0;
      } else if (slice.count() > mostInSlice() && slice.high - slice.low > open(slice.middle())) {
        split();
      } else if (missing < 0 || ++rounds > MostRounds + slice.count()) {
        return this->exhausted(
            fmt::format("the factorisation counts {} values in a slice where {} were found", slice.count(),
                        numFound(slice)));
      } else if (const RunEnd end = search(slice, static_cast<int>(missing), slack);
                 end != RunEnd::EstimatesPass) {
        return end;
      }
    }
    slices_.clear();
    return RunEnd::EstimatesPass;
  }

  MultiVector<S> vectors(int count) override {
    std::vector<std::size_t> chosen = wanted();
    chosen.resize(std::min(chosen.size(), static_cast<std::size_t>(count)));
    if (chosen.empty()) return MultiVector<S>(pencil_.map, 0);
    const MultiVector<S> U = search_.found()->U;
    return MultiVector<S>(*U.subView(Teuchos::arrayViewFromVector(std::as_const(chosen))), Teuchos::Copy);
  }

  RitzPairs<S> pairsBehind(int, int) override { return {{}, MultiVector<S>(pencil_.map, 0), std::nullopt}; }
  bool seesMultiplicity() const override { return true; }
  bool isComplete() const override { return slices_.empty(); }
  int available() const override { return std::min(static_cast<int>(wanted().size()), options_.numPairs); }
  double orthogonalizationSeconds() const override { return search_.orthogonalizationSeconds(); }

  std::string remark() const override {
    const bool isCapped = whole_.count() > static_cast<long long>(wanted().size());
    const auto there = isCapped ? whole_.count() : static_cast<long long>(wanted().size());
    return intervalRemark(static_cast<int>(there), options_.numPairs, isWhole_) + ", by inertia";
  }

  SolverState<S> state() override {
    const MultiVector<S> best = search_.vectors(options_.numPairs);
    SolverState<S> state;
    state.vectors = {Teuchos::rcp(new MultiVector<S>(best))};
    return state;
  }

 private:
  static constexpr int MostRounds = 10, LeastInSlice = 20, MostInSlice = 100, MostDoublings = 60;

  /// What rounding leaves open of a value at λ.
  R open(R lambda) const {
    return 1000 * std::numeric_limits<R>::epsilon() * (pencil_.normA() / pencil_.normB() + std::abs(lambda));
  }

  /// All of the interval, its ends moved out a little; infinite ones come to where nothing is beyond, or
  /// enough before.
  Slice<R> counted() {
    Slice<R> slice{static_cast<R>(interval_.a), static_cast<R>(interval_.b)};
    if (std::isinf(slice.low)) {
      shift_.moveBelowAll();
      slice.low = shift_.sigma();
    } else {
      slice.low -= open(slice.low);
      slice.belowLow = shift_.countBelow(slice.low);
    }
    R step = pencil_.normA() / pencil_.normB();
    const bool isOpen = std::isinf(slice.high);
    slice.high = isOpen ? slice.low + step : slice.high + open(slice.high);
    slice.belowHigh = shift_.countBelow(slice.high);
    for (int i = 0; isOpen && i < MostDoublings && slice.count() < options_.numPairs; ++i, step *= 2) {
      if (slice.belowHigh == pencil_.n) break;
      slice.high += step;
      slice.belowHigh = shift_.countBelow(slice.high);
    }
    isWhole_ = !isOpen || slice.belowHigh == pencil_.n;
    return slice;
  }

  long long mostInSlice() const {
    return std::clamp<long long>(2LL * (options_.numPairs - numKnown()), LeastInSlice, MostInSlice);
  }

  /// Halves the last slice, the lower half last.
  void split() {
    Slice<R> lower = slices_.back(), upper = lower;
    R middle = lower.middle();
    lower.belowHigh = upper.belowLow = shift_.countBelow(middle);
    lower.high = upper.low = middle;
    slices_.back() = upper;
    slices_.push_back(lower);
  }

  RunEnd search(const Slice<R>& slice, int missing, R slack) {
    if (!slice.holds(shift_.sigma()) || placedFor_ < slice.high - slice.low) {
      shift_.moveTo(slice.middle());
      search_.moveTo(shift_.sigma());
      placedFor_ = slice.high - slice.low;
    }
    const bool isFirst = numFound(slice) == 0;
    const RunEnd end = isFirst ? search_.run(missing, slack)
                               : search_.run(missing, slack, [&](R v) { return slice.holds(v); });
    this->stopStatus = end == RunEnd::Supervised ? search_.stopStatus() : Status::Breakdown;
    if (end != RunEnd::Exhausted || numFound(slice) == slice.count())
      return end == RunEnd::Exhausted ? RunEnd::EstimatesPass : end;
    return this->exhausted(search_.exhaustedBecause());
  }

  long long numFound(const Slice<R>& slice) const {
    if (!search_.found()) return 0;
    const auto& values = search_.found()->values;
    return std::count_if(values.begin(), values.end(), [&](R lambda) { return slice.holds(lambda); });
  }

  /// Of those inside, from the smallest on without a gap.
  int numKnown() const {
    const std::vector<std::size_t> inside = wanted();
    const auto isDone = [this](std::size_t j) { return search_.found()->values[j] < slices_.back().low; };
    return static_cast<int>(std::count_if(inside.begin(), inside.end(), isDone));
  }

  /// Those inside, smallest first.
  std::vector<std::size_t> wanted() const {
    std::vector<std::size_t> inside;
    if (!search_.found()) return inside;
    const auto& values = search_.found()->values;
    for (std::size_t j = 0; j < values.size(); ++j)
      if (isInside<S>(pencil_, interval_, values[j])) inside.push_back(j);
    return inside;
  }

  Pencil<S>& pencil_;
  const EigenOptions& options_;
  Interval interval_;
  MovableShift<S> shift_;
  ShiftInvertSearch<S> search_;
  bool isWhole_ = true;
  Slice<R> whole_;
  std::vector<Slice<R>> slices_;  ///< to be searched, the next one last
  R placedFor_ = 0;               ///< width of the slice that the shift was moved for
};

}  // namespace

template <class S>
std::unique_ptr<PairFinder<S>> makeSliceFinder(Pencil<S>& pencil, const EigenOptions& options,
                                               const Lanczos& parameters, const MultiVector<S>& start,
                                               Supervisor& supervisor) {
  return std::make_unique<SliceFinder<S>>(pencil, options, parameters, start, supervisor);
}

#define RITZ_SLICE_FINDER(S)                                  \
  template std::unique_ptr<PairFinder<S>> makeSliceFinder<S>( \
      Pencil<S>&, const EigenOptions&, const Lanczos&, const MultiVector<S>&, Supervisor&);
RITZ_FOR_EACH_SCALAR(RITZ_SLICE_FINDER)

}  // namespace ritz
