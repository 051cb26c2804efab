#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/FilterProbe.hpp>
#include <ritz/solvers/FilteredLanczosFinder.hpp>
#include <ritz/solvers/FilteredMap.hpp>
#include <ritz/solvers/KrylovFinder.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/LanczosFinder.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace ritz {

namespace {

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
      if (const auto end = begin(slack)) return *end;
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
  std::optional<Real<S>> farEnd() const override {
    return filter_ || !inner_ ? std::nullopt : inner_->farEnd();
  }
  double orthogonalizationSeconds() const override {
    return secondsBefore_ + (inner_ ? inner_->orthogonalizationSeconds() : 0.0);
  }

  SolverState<S> state() override {
    if (!filter_ && inner_) return inner_->state();
    if (!inner_ && !start_) return *probe_->run().state();
    SolverState<S> state;
    const MultiVector<S> best = inner_ ? vectors(std::min(available(), options_.numPairs)) : *start_;
    state.vectors = {Teuchos::rcp(new MultiVector<S>(best))};
    return state;
  }

 private:
  using Basis = LanczosFactorization<S>;

  void goOnWith(std::unique_ptr<Basis> decomposition) {
    if (inner_) secondsBefore_ += inner_->orthogonalizationSeconds();
    inner_ = std::make_unique<KrylovFinder<S>>(map_, options_, supervisor_, std::move(decomposition),
                                               this->basis, std::nullopt);
  }

  /// The plain run and what follows from it.
  std::optional<RunEnd> begin(Real<S> slack) {
    map_ = pencilMap(pencil_);
    probe_ = std::make_unique<FilterProbe<S>>(pencil_, options_, this->basis);
    bool isWhole = true, isDone = false;
    while (isWhole && !isDone && !probe_->isResolved()) {
      isWhole = probe_->expand();
      Progress progress = progressOf(probe_->relativeResiduals(), slack * pencil_.tolerance);
      isDone = progress.converged == options_.numPairs;
      progress.applications = pencil_.A->count().columns;
      progress.wanted = options_.numPairs;
      if (const auto stop = supervisor_.afterStep(progress)) {
        goOnWith(probe_->release());
        this->stopStatus = *stop;
        return RunEnd::Supervised;
      }
    }
    if (isDone)
      this->why = "no filter: the pairs converged before one was chosen";
    else if (isWhole)
      choose();
    if (filter_ || (start_ && !isDone)) {
      secondsBefore_ += probe_->run().orthogonalizationSeconds();
      goOnFrom(start_ ? *start_ : probe_->wantedSum());
    } else {
      goOnWith(probe_->release());
    }
    probe_.reset();
    return std::nullopt;
  }

  void choose() {
    task_ = probe_->task();
    spectrum_ = probe_->spectrum();
    const auto choice = chooseFilter(*spectrum_, task_, std::max(degree_, 0));
    this->why = choice.why;
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

  /// Goes on from the best vectors with a better filter, or with none.
  void repair(bool mayFilter) {
    const MultiVector<S> best = inner_->vectors(std::min(options_.numPairs, available()));
    const MultiVector<S> start = times(best, Dense<S>(static_cast<int>(best.getNumVectors()), 1, S(1)));
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
  std::unique_ptr<FilterProbe<S>> probe_;
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
