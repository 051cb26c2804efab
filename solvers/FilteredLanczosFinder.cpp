#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/FilterChoice.hpp>
#include <ritz/solvers/FilteredLanczosFinder.hpp>
#include <ritz/solvers/FilteredMap.hpp>
#include <ritz/solvers/KrylovFinder.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/LanczosFinder.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace ritz {

namespace {

constexpr int LeastProbe = 20;
constexpr int MostRepairs = 5;

template <class S>
class FilteredLanczosFinder final : public PairFinder<S> {
 public:
  FilteredLanczosFinder(const Pencil<S>& pencil, const EigenOptions& options, const Lanczos& parameters,
                        const MultiVector<S>* start, Supervisor& supervisor)
      : pencil_(pencil), options_(options), degree_(parameters.filterDegree), supervisor_(supervisor) {
    if (start) start_.emplace(*start, Teuchos::Copy);
    this->basis = lanczosBasis(parameters, options.numPairs, pencil.n);
    this->block = 1;
  }

  RunEnd run(Real<S> slack) override {
    if (!inner_)
      if (const auto end = begin()) return *end;
    for (int repairs = 0;; ++repairs) {
      const RunEnd end = inner_->run(slack);
      this->stopStatus = inner_->stopStatus;
      this->exhaustedBecause = inner_->exhaustedBecause;
      if (end != RunEnd::Exhausted || !filter_ || inner_->isSuited()) return end;
      repair(repairs < MostRepairs);
    }
  }

  RitzPairs<S> pairsBehind(int first, int count) override { return inner_->pairsBehind(first, count); }
  MultiVector<S> vectors(int count) override { return inner_->vectors(count); }
  bool seesMultiplicity() const override { return false; }
  int available() const override { return inner_ ? inner_->available() : 0; }
  std::shared_ptr<const KrylovMap<S>> map() const override { return map_; }
  double orthogonalizationSeconds() const override {
    return secondsBefore_ + (inner_ ? inner_->orthogonalizationSeconds() : 0.0);
  }

  SolverState<S> state() override {
    if (!filter_ && inner_) return inner_->state();
    if (!inner_ && !start_) return *probe_->state();
    SolverState<S> state;
    const MultiVector<S> best = inner_ ? vectors(std::min(available(), options_.numPairs)) : *start_;
    state.vectors = {Teuchos::rcp(new MultiVector<S>(best))};
    return state;
  }

 private:
  using Basis = LanczosFactorization<S>;

  MultiVector<S> randomStart() const {
    MultiVector<S> x(pencil_.map, 1, false);
    fillHash(x, options_.seed);
    return x;
  }

  void goOnWith(std::unique_ptr<Basis> decomposition) {
    if (inner_) secondsBefore_ += inner_->orthogonalizationSeconds();
    inner_ = std::make_unique<KrylovFinder<S>>(map_, options_, supervisor_, std::move(decomposition),
                                               this->basis, std::nullopt);
  }

  /// The plain run and what follows from it.
  std::optional<RunEnd> begin() {
    map_ = pencilMap(pencil_);
    probe_ = std::make_unique<Basis>(map_, this->basis, randomStart(), nullptr, options_.seed);
    const ApplyCount before = workCount();
    bool isWhole = true;
    while (isWhole && !isResolved()) {
      isWhole = probe_->expand();
      Progress progress;
      progress.applications = pencil_.A->count().columns;
      progress.wanted = options_.numPairs;
      progress.maxResidual = 1.0;
      if (const auto stop = supervisor_.afterStep(progress)) {
        goOnWith(std::move(probe_));
        this->stopStatus = *stop;
        return RunEnd::Supervised;
      }
    }
    if (isWhole) choose(*probe_, before);
    if (!filter_ && !start_) {
      goOnWith(std::move(probe_));
      return std::nullopt;
    }
    goOnFrom(start_ ? *start_ : wantedSum(*probe_));
    secondsBefore_ += probe_->orthogonalizationSeconds();
    probe_.reset();
    return std::nullopt;
  }

  /// The plain run has seen enough of the wanted end.
  bool isResolved() {
    const int m = probe_->size();
    if (m >= this->basis) return true;
    if (m < LeastProbe) return false;
    spectrum_.emplace(spectralEstimate(probe_->projected(), probe_->coupling(), pencil_.n));
    return spectrum_->resolution(atUpperEnd()) < options_.numPairs;
  }

  bool atUpperEnd() const { return std::holds_alternative<Largest>(options_.which); }

  ApplyCount workCount() const {
    ApplyCount work = pencil_.A->count();
    if (pencil_.massInverse) work.seconds += pencil_.massInverse->count().seconds;
    return work;
  }

  /// Rank 0's clocks decide for all.
  void choose(const Basis& probe, const ApplyCount& before) {
    spectrum_.emplace(spectralEstimate(probe.projected(), probe.coupling(), pencil_.n));
    const ApplyCount after = workCount();
    const int m = probe.size();
    double seconds[2] = {
        (after.seconds - before.seconds) / static_cast<double>(std::max(1L, after.columns - before.columns)),
        probe.orthogonalizationSeconds() / (m * (m + 1) / 2)};
    Teuchos::broadcast(*pencil_.map->getComm(), 0, 2, seconds);
    const CostModel& costs = options_.costs;
    FilterTask task;
    task.numPairs = options_.numPairs;
    task.basis = this->basis;
    task.atUpperEnd = atUpperEnd();
    task.n = pencil_.n;
    task.tolerance = static_cast<double>(pencil_.tolerance);
    task.secondsPerApplication = costs.application > 0 ? costs.application : seconds[0];
    task.secondsPerColumn = costs.column > 0 ? costs.column : seconds[1];
    const auto choice = chooseFilter(*spectrum_, task, std::max(degree_, 0));
    this->why = choice.why;
    task_ = task;
    if (choice.filter) use(*choice.filter);
  }

  void use(const ChebyshevFilter<Real<S>>& filter) {
    filter_ = filter;
    this->filterDegree = filter.degree();
    map_ = filteredMap(pencil_, filter);
  }

  void goOnFrom(const MultiVector<S>& start) {
    goOnWith(std::make_unique<Basis>(map_, this->basis, start, nullptr, options_.seed));
  }

  /// The sum of the best Ritz vectors.
  MultiVector<S> wantedSum(const Basis& plain) const {
    const SmallEigen<S> small = hermitianEigen(plain.projected());
    const auto order = sortedIndices(small.values, options_.which);
    Dense<S> sum(plain.size(), 1);
    for (int j = 0; j < std::min(options_.numPairs, plain.size() / 2); ++j)
      for (int i = 0; i < plain.size(); ++i)
        sum(i, 0) += small.vectors(i, order[static_cast<std::size_t>(j)]);
    return plain.combine(sum);
  }

  /// Goes on from the best vectors with a better filter, or with none.
  void repair(bool mayFilter) {
    MultiVector<S> start = inner_->vectors(1);
    const MultiVector<S> all = inner_->vectors(std::min(options_.numPairs, available()));
    for (std::size_t j = 1; j < all.getNumVectors(); ++j) start.update(S(1), *all.getVector(j), S(1));
    const auto better = mayFilter ? repaired() : std::nullopt;
    if (better) {
      use(*better);
    } else {
      filter_.reset();
      this->filterDegree = 0;
      this->why += "; no filter fitted, plain from there";
      map_ = pencilMap(pencil_);
    }
    goOnFrom(start);
  }

  /// An end that was taken too narrow is widened; an edge that leaves too few values outside is moved
  /// inwards.
  std::optional<ChebyshevFilter<Real<S>>> repaired() {
    const Real<S> worst = inner_->smallestTheta();
    if (worst < -1) {
      const Real<S> seen = filter_->inverseBeyondFarEnd(worst);
      return ChebyshevFilter<Real<S>>(filter_->degree(), filter_->edge(),
                                      seen + (seen - filter_->farEnd()) / 2);
    }
    task_.basis *= 4;
    return chooseFilter(*spectrum_, task_, filter_->degree()).filter;
  }

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  int degree_;
  Supervisor& supervisor_;
  std::optional<MultiVector<S>> start_;
  std::optional<SpectralEstimate<Real<S>>> spectrum_;
  FilterTask task_;
  std::optional<ChebyshevFilter<Real<S>>> filter_;
  std::shared_ptr<const KrylovMap<S>> map_;
  std::unique_ptr<Basis> probe_;
  std::unique_ptr<KrylovFinder<S>> inner_;
  double secondsBefore_ = 0;
};

}  // namespace

template <class S>
std::unique_ptr<PairFinder<S>> makeFilteredLanczosFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                         const Lanczos& parameters,
                                                         const MultiVector<S>* start,
                                                         Supervisor& supervisor) {
  return std::make_unique<FilteredLanczosFinder<S>>(pencil, options, parameters, start, supervisor);
}

#define RITZ_FILTERED_LANCZOS(S)                                        \
  template std::unique_ptr<PairFinder<S>> makeFilteredLanczosFinder<S>( \
      const Pencil<S>&, const EigenOptions&, const Lanczos&, const MultiVector<S>*, Supervisor&);
RITZ_FOR_EACH_SCALAR(RITZ_FILTERED_LANCZOS)

}  // namespace ritz
