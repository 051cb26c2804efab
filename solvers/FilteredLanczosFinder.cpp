#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/BlockLanczosFactorization.hpp>
#include <ritz/solvers/FilterProbe.hpp>
#include <ritz/solvers/FilteredLanczosFinder.hpp>
#include <ritz/solvers/FilteredMap.hpp>
#include <ritz/solvers/KrylovFinder.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/LanczosFinder.hpp>
#include <ritz/solvers/PlanWatch.hpp>

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
                        const MultiVector<S>* start, Supervisor& supervisor, long long room)
      : pencil_(pencil),
        options_(options),
        degree_(parameters.filterDegree),
        room_(parameters.filterDegree < 0 ? room : 0),
        supervisor_(supervisor) {
    if (start) start_.emplace(*start, Teuchos::Copy);
    this->basis = lanczosBasis(parameters, options.numPairs, pencil.n);
    this->block = 1;
  }

  RunEnd run(Real<S> slack) override {
    if (!inner_)
      if (const auto end = begin(slack)) return *end;
    for (int repairs = 0;;) {
      inner_->reviewAt(watch_ ? watch_->next() : std::nullopt);
      const RunEnd end = inner_->run(slack);
      this->stopStatus = inner_->stopStatus;
      this->exhaustedBecause = inner_->exhaustedBecause;
      if (end != RunEnd::Exhausted) return end;
      if (filter_ && !inner_->isSuited())
        repair(repairs++ < MostRepairs);
      else if (inner_->isUnderReview())
        review();
      else
        return end;
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

  void goOnWith(std::unique_ptr<KrylovBasis<S>> decomposition) {
    if (inner_) secondsBefore_ += inner_->orthogonalizationSeconds();
    inner_ = std::make_unique<KrylovFinder<S>>(map_, options_, supervisor_, std::move(decomposition),
                                               this->basis, std::nullopt);
  }

  /// The plain run and what follows from it.
  std::optional<RunEnd> begin(Real<S> slack) {
    map_ = pencilMap(pencil_);
    probe_ = std::make_unique<FilterProbe<S>>(pencil_, options_, this->basis);
    bool isWhole = true, isDone = false;
    Progress progress;
    while (isWhole && !isDone && !probe_->isResolved()) {
      isWhole = probe_->expand();
      progress = probe_->progress(slack * pencil_.tolerance);
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
      choose(progress.converged);
    goOn(isDone);
    return std::nullopt;
  }

  /// What was chosen, with what the plain run has.
  void goOn(bool isDone) {
    const int wide = plan_ ? plan_->block : 1;
    if (filter_ || wide > 1 || (start_ && !isDone)) {
      secondsBefore_ += probe_->run().orthogonalizationSeconds();
      MultiVector<S> start = start_ && wide == 1 ? *start_ : probe_->wantedSums(wide);
      if (start_ && wide > 1) start.getVectorNonConst(0)->update(S(1), *start_->getVector(0), S(0));
      goOnFrom(start);
    } else {
      auto decomposition = probe_->release();
      if (plan_ && plan_->basis > this->basis) decomposition->grow(this->basis = plan_->basis);
      goOnWith(std::move(decomposition));
    }
    probe_.reset();
    if (plan_)
      watch_.emplace(pencil_, options_, *plan_, planTask_, *spectrum_, inner_->orthogonalizationSeconds(),
                     inner_->steps());
  }

  void choose(int converged) {
    task_ = probe_->task();
    spectrum_ = probe_->spectrum();
    if (room_ > 0) {
      planTask_ = {task_, room_, probe_->run().size(), converged};
      adopt(planLanczos(*spectrum_, planTask_));
      return;
    }
    const auto choice = chooseFilter(*spectrum_, task_, std::max(degree_, 0));
    this->why = choice.why;
    if (choice.filter) use(*choice.filter);
  }

  void adopt(LanczosPlan<Real<S>> plan) {
    if (!this->why.empty()) this->why += "; ";
    this->why += plan.why;
    this->block = plan.block;
    if (!plan.isPlain()) this->basis = plan.basis;
    if (plan.filter) use(*plan.filter);
    plan_ = std::move(plan);
  }

  /// It takes longer than was expected: changes to another plan if that is better, and never again.
  void review() {
    auto better = watch_->review(inner_->orthogonalizationSeconds(), inner_->steps(), inner_->converged());
    if (!better) return;
    watch_.reset();
    const MultiVector<S> start = best();
    filter_.reset();
    this->filterDegree = 0;
    map_ = pencilMap(pencil_);
    const bool isBlock = better->block > 1;
    this->basis = better->basis;
    adopt(*std::move(better));
    goOnFrom(isBlock ? inner_->vectors(this->block) : start);
  }

  /// The sum of the best vectors, to go on from.
  MultiVector<S> best() {
    const MultiVector<S> best = inner_->vectors(std::min(options_.numPairs, available()));
    return times(best, Dense<S>(static_cast<int>(best.getNumVectors()), 1, S(1)));
  }

  void use(const ChebyshevFilter<Real<S>>& filter) {
    filter_ = filter;
    this->filterDegree = filter.degree();
    map_ = filteredMap(pencil_, filter);
  }

  void goOnFrom(const MultiVector<S>& start) {
    if (start.getNumVectors() > 1)
      goOnWith(std::make_unique<BlockLanczosFactorization<S>>(map_, this->basis, start, options_.seed));
    else
      goOnWith(std::make_unique<Basis>(map_, this->basis, start, nullptr, options_.seed));
  }

  /// Goes on from the best vectors with a better filter, or with none.
  void repair(bool mayFilter) {
    const MultiVector<S> start = best();
    watch_.reset();
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
  long long room_;
  Supervisor& supervisor_;
  std::optional<MultiVector<S>> start_;
  std::optional<SpectralEstimate<Real<S>>> spectrum_;
  FilterTask task_;
  PlanTask planTask_;
  std::optional<LanczosPlan<Real<S>>> plan_;
  std::optional<PlanWatch<S>> watch_;
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
                                                         const MultiVector<S>* start, Supervisor& supervisor,
                                                         long long room) {
  return std::make_unique<FilteredLanczosFinder<S>>(pencil, options, parameters, start, supervisor, room);
}

#define RITZ_FILTERED_LANCZOS(S)                                        \
  template std::unique_ptr<PairFinder<S>> makeFilteredLanczosFinder<S>( \
      const Pencil<S>&, const EigenOptions&, const Lanczos&, const MultiVector<S>*, Supervisor&, long long);
RITZ_FOR_EACH_SCALAR(RITZ_FILTERED_LANCZOS)

}  // namespace ritz
