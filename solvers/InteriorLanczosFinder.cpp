#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/InteriorLanczosFinder.hpp>
#include <ritz/solvers/WindowSearch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace ritz {

namespace {

constexpr int MostRepairs = 5;

/// SmallestMagnitude is Nearest to 0.
Which interiorWhich(const Which& which) {
  return std::holds_alternative<SmallestMagnitude>(which) ? Which(Nearest{0.0}) : which;
}

template <class S>
class InteriorLanczosFinder final : public PairFinder<S> {
 public:
  InteriorLanczosFinder(const Pencil<S>& pencil, const EigenOptions& options, const Lanczos& parameters,
                        const MultiVector<S>* start, Supervisor& supervisor)
      : pencil_(pencil),
        options_(options),
        which_(interiorWhich(options.which)),
        degree_(std::max(parameters.filterDegree, 0)),
        supervisor_(supervisor),
        probe_(pencil, options, supervisor),
        found_(pencil, which_) {
    if (start) given_.emplace(*start, Teuchos::Copy);
    this->basis = interiorBasis(parameters, options.numPairs, pencil.n);
    this->block = 1;
  }

  RunEnd run(Real<S> slack) override {
    if (!windows_) {
      if (const auto stop = begin()) return supervised(*stop);
    } else {
      start_ = found_.keepConverged();
      enter(windows_->first());
    }
    while (window_)
      if (const auto end = search(slack)) return *end;
    return RunEnd::EstimatesPass;
  }

  MultiVector<S> vectors(int count) override {
    MultiVector<S> best = pairsBehind(0, count).vectors;
    const auto open = search_ && window_
                          ? search_->openVectors(count - static_cast<int>(best.getNumVectors()))
                          : std::nullopt;
    return open ? joined(best, *open) : best;
  }

  RitzPairs<S> pairsBehind(int first, int count) override {
    std::vector<int> best = wanted();
    const auto from = std::min(best.size(), static_cast<std::size_t>(first));
    const auto to = std::min(best.size(), static_cast<std::size_t>(first) + static_cast<std::size_t>(count));
    return found_.pairs(
        {best.begin() + static_cast<std::ptrdiff_t>(from), best.begin() + static_cast<std::ptrdiff_t>(to)});
  }

  int available() const override { return static_cast<int>(wanted().size()); }
  bool seesMultiplicity() const override { return true; }
  bool isComplete() const override { return windows_ && !window_; }

  double orthogonalizationSeconds() const override {
    return probe_.orthogonalizationSeconds() + secondsBefore_ +
           (search_ ? search_->orthogonalizationSeconds() : 0.0);
  }

  std::string remark() const override {
    if (!std::holds_alternative<Interval>(which_)) return "";
    const int found = available();
    return intervalRemark(found, options_.numPairs, isWhole_ && found <= options_.numPairs);
  }

  SolverState<S> state() override {
    MultiVector<S> best = vectors(options_.numPairs);
    if (best.getNumVectors() == 0) {
      best = MultiVector<S>(pencil_.map, 1, false);
      fillHash(best, options_.seed, pencil_.nextFreshColumn());
    }
    SolverState<S> state;
    state.vectors = {Teuchos::rcp(new MultiVector<S>(best))};
    return state;
  }

 private:
  std::vector<int> wanted() const { return found_.wanted(std::numeric_limits<double>::infinity()); }

  RunEnd supervised(Status status) {
    this->stopStatus = status;
    return RunEnd::Supervised;
  }

  /// The probe, the given vectors and the first window.
  std::optional<Status> begin() {
    if (const auto stop = probe_.run()) return stop;
    if (given_) {
      try {
        found_.add(*given_);
        start_ = found_.keepConverged();
      } catch (const IndefiniteMass&) {  // linearly dependent vectors; on every rank
      }
      given_.reset();
    }
    windows_.emplace(probe_, which_, options_.numPairs, this->basis);
    enter(windows_->first());
    explain();
    return std::nullopt;
  }

  void enter(std::optional<InteriorWindow> window) {
    window_ = window;
    if (search_) secondsBefore_ += search_->orthogonalizationSeconds();
    search_.reset();
    if (!window) return;
    const IntervalFilter filter(window->filterA, window->filterB, probe_.low(), probe_.high(), degree_);
    this->filterDegree = filter.degree();
    search_ = std::make_unique<WindowSearch<S>>(pencil_, options_, which_, *window, filter, this->basis,
                                                found_, supervisor_);
  }

  std::optional<RunEnd> search(Real<S> slack) {
    switch (search_->run(slack, start_)) {
      case WindowEnd::Supervised:
        return supervised(search_->stopStatus());
      case WindowEnd::Floor:
        return this->exhausted("rounding keeps the residuals above the tolerance");
      case WindowEnd::Unsuited:
        if (++repairs_ > MostRepairs) return this->exhausted("no filter fits the spectrum");
        probe_.widen(search_->misfit().value_or((probe_.low() + probe_.high()) / 2));
        enter(window_);
        return std::nullopt;
      case WindowEnd::Crowded:
        enter(windows_->smaller(*window_, search_->numAbove()));
        return std::nullopt;
      default:
        isWhole_ = !windows_->goesOn(*window_);
        enter(search_->isEnough() ? std::nullopt : windows_->next(*window_));
        return std::nullopt;
    }
  }

  void explain() {
    if (!window_) {
      this->why = "the spectrum ends before what is asked for";
      return;
    }
    const bool isInterval = std::holds_alternative<Interval>(which_);
    const double a = isInterval ? windows_->a() : window_->a, b = isInterval ? windows_->b() : window_->b;
    const auto scale = static_cast<double>(pencil_.valueScale());
    const Estimate count = probe_.count(a, b);
    this->why =
        fmt::format("filter of degree {}, about {:.0f} ± {:.0f} values were expected in [{:.6g}, {:.6g}]",
                    this->filterDegree, count.value, std::max(count.error(), 1.0), a * scale, b * scale);
  }

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  Which which_;
  int degree_;
  Supervisor& supervisor_;
  std::optional<MultiVector<S>> given_, start_;
  InteriorProbe<S> probe_;
  FoundPairs<S> found_;
  std::optional<InteriorWindows<S>> windows_;
  std::optional<InteriorWindow> window_;
  std::unique_ptr<WindowSearch<S>> search_;
  int repairs_ = 0;
  bool isWhole_ = true;
  double secondsBefore_ = 0.0;
};

}  // namespace

int interiorBasis(const Lanczos& parameters, int numPairs, long long dimension) {
  const long long wanted = parameters.basis > 0 ? parameters.basis : 3LL * numPairs + 30;
  return static_cast<int>(std::min(wanted, dimension));
}

template <class S>
std::unique_ptr<PairFinder<S>> makeInteriorLanczosFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                         const Lanczos& parameters,
                                                         const MultiVector<S>* start,
                                                         Supervisor& supervisor) {
  return std::make_unique<InteriorLanczosFinder<S>>(pencil, options, parameters, start, supervisor);
}

#define RITZ_INTERIOR_LANCZOS(S)                                        \
  template std::unique_ptr<PairFinder<S>> makeInteriorLanczosFinder<S>( \
      const Pencil<S>&, const EigenOptions&, const Lanczos&, const MultiVector<S>*, Supervisor&);
RITZ_FOR_EACH_SCALAR(RITZ_INTERIOR_LANCZOS)

}  // namespace ritz
