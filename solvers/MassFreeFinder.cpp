#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonFinder.hpp>
#include <ritz/solvers/LanczosFinder.hpp>
#include <ritz/solvers/MassFreeFinder.hpp>
#include <ritz/solvers/MassInverse.hpp>
#include <ritz/solvers/measureMassSolve.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <variant>

namespace ritz {

namespace {

/// Hands the steps of a run on to the solve's supervisor, and ends it when its patience is gone.
class Patience final : public Monitor {
 public:
  Patience(Supervisor& supervisor, long steps) : supervisor_(supervisor), next_(steps) {}

  bool onProgress(const Progress& progress) override {
    stop_ = supervisor_.afterStep(progress);
    if (stop_) return false;
    if (++steps_ < next_) return true;
    if (progress.converged <= converged_) return false;
    converged_ = progress.converged;
    next_ *= 2;
    return true;
  }

  const std::optional<Status>& stop() const { return stop_; }  ///< what the supervisor said
  long steps() const { return steps_; }

 private:
  Supervisor& supervisor_;
  long steps_ = 0, next_;
  int converged_ = 0;
  std::optional<Status> stop_;
};

/// Limits are the solve's own.
Budget unlimited() {
  Budget budget;
  budget.maxApplications = std::numeric_limits<long>::max();
  return budget;
}

template <class S>
class MassFreeFinder final : public PairFinder<S> {
 public:
  MassFreeFinder(Pencil<S>& pencil, const EigenOptions& options, const Davidson& parameters, long patience,
                 const MultiVector<S>& start, Supervisor& supervisor)
      : pencil_(pencil),
        options_(options),
        supervisor_(supervisor),
        rough_(pencil),
        patience_(supervisor, patience),
        inner_(pencil.map->getComm(), unlimited(), pencil.n, &patience_) {
    if (!std::holds_alternative<Smallest>(options.which)) {
      rough_.preconditioner = std::make_shared<MeasuredOperator<S>>(
          makeMassInverse(pencil, MassSolveTimes::RoughTolerance), "the inverse of B");
      invertMass();  // for the search for copies, which has no use for a rough one
    }
    finder_ = makeDavidsonFinder<S>(rough_, options, parameters, start, false, inner_);
    tell();
  }

  RunEnd run(Real<S> slack) override {
    RunEnd end = finder_->run(slack);
    pencil_.freshColumns(std::max(rough_.nextFreshColumn(), pencil_.nextFreshColumn()) -
                         pencil_.nextFreshColumn());
    if (isDavidson_ && end == RunEnd::Supervised && !patience_.stop()) {
      goOnByLanczos();
      end = finder_->run(slack);
    }
    this->stopStatus = isDavidson_ ? patience_.stop().value_or(finder_->stopStatus) : finder_->stopStatus;
    this->exhaustedBecause = finder_->exhaustedBecause;
    return end;
  }

  RitzPairs<S> pairsBehind(int first, int count) override { return finder_->pairsBehind(first, count); }
  MultiVector<S> vectors(int count) override { return finder_->vectors(count); }
  bool seesMultiplicity() const override { return false; }
  int available() const override { return finder_->available(); }
  std::shared_ptr<const KrylovMap<S>> map() const override { return finder_->map(); }
  std::optional<Real<S>> farEnd() const override { return finder_->farEnd(); }
  SolverState<S> state() override { return finder_->state(); }
  double orthogonalizationSeconds() const override {
    return secondsBefore_ + finder_->orthogonalizationSeconds();
  }

 private:
  void invertMass() {
    if (!pencil_.massInverse)
      pencil_.massInverse = std::make_shared<MeasuredOperator<S>>(
          makeMassInverse(pencil_, massSolveTolerance(options_.tolerance)), "the inverse of B");
  }

  void tell() {
    this->basis = finder_->basis;
    this->block = finder_->block;
  }

  /// From the sum of the best vectors.
  void goOnByLanczos() {
    const MultiVector<S> best = finder_->vectors(std::min(options_.numPairs, finder_->available()));
    const MultiVector<S> start = times(best, Dense<S>(static_cast<int>(best.getNumVectors()), 1, S(1)));
    secondsBefore_ = finder_->orthogonalizationSeconds();
    invertMass();
    finder_ = makeLanczosFinder(pencilMap(pencil_), options_, Lanczos(), start, supervisor_);
    isDavidson_ = false;
    this->name = nameOf(Method(Lanczos()));
    tell();
    this->why = fmt::format("{} steps did not bring the pairs: lanczos from there", patience_.steps());
  }

  Pencil<S>& pencil_;
  const EigenOptions& options_;
  Supervisor& supervisor_;
  Pencil<S> rough_;  ///< with rough solves with B for a preconditioner
  Patience patience_;
  Supervisor inner_;
  std::unique_ptr<PairFinder<S>> finder_;
  bool isDavidson_ = true;
  double secondsBefore_ = 0;
};

}  // namespace

template <class S>
std::unique_ptr<PairFinder<S>> makeMassFreeFinder(Pencil<S>& pencil, const EigenOptions& options,
                                                  const Davidson& parameters, long patience,
                                                  const MultiVector<S>& start, Supervisor& supervisor) {
  return std::make_unique<MassFreeFinder<S>>(pencil, options, parameters, patience, start, supervisor);
}

#define RITZ_MASS_FREE(S)                                        \
  template std::unique_ptr<PairFinder<S>> makeMassFreeFinder<S>( \
      Pencil<S>&, const EigenOptions&, const Davidson&, long, const MultiVector<S>&, Supervisor&);
RITZ_FOR_EACH_SCALAR(RITZ_MASS_FREE)

}  // namespace ritz
