#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/LanczosFinder.hpp>
#include <ritz/solvers/MassInverse.hpp>
#include <ritz/solvers/RoughMassSearch.hpp>
#include <ritz/solvers/measureMassSolve.hpp>

#include <algorithm>
#include <optional>

namespace ritz {

namespace {

constexpr double RoughTolerance = 1e-7;

template <class S>
class RoughMassSearch final : public PairFinder<S> {
 public:
  RoughMassSearch(const Pencil<S>& pencil, const EigenOptions& options, const MultiVector<S>& start,
                  const MultiVector<S>& deflated, Real<S> bar, Supervisor& supervisor)
      : pencil_(pencil),
        rough_(pencil),
        options_(options),
        start_(start),
        deflated_(deflated),
        bar_(bar),
        supervisor_(supervisor) {
    const double tolerance = std::max(RoughTolerance, massSolveTolerance(options.tolerance));
    rough_.massInverse =
        std::make_shared<MeasuredOperator<S>>(makeMassInverse(pencil, tolerance), "the inverse of B");
    inner_ =
        makeLanczosFinder<S>(pencilMap(rough_), options_, Lanczos(), start, supervisor_, &deflated_, bar_);
  }

  RunEnd run(Real<S> slack) override {
    const std::optional<RunEnd> rough = isRough_ ? runRoughly(slack) : std::nullopt;
    const RunEnd end = rough ? *rough : inner_->run(slack);
    this->stopStatus = inner_->stopStatus;
    this->exhaustedBecause = inner_->exhaustedBecause;
    return end;
  }

  bool seekNext(Real<S> bar) override { return inner_->seekNext(bar); }
  RitzPairs<S> pairsBehind(int first, int count) override { return inner_->pairsBehind(first, count); }
  MultiVector<S> vectors(int count) override { return inner_->vectors(count); }
  std::shared_ptr<const KrylovMap<S>> map() const override { return inner_->map(); }
  bool seesMultiplicity() const override { return false; }
  int available() const override { return inner_->available(); }

 private:
  /// Nothing where exact solves have to go on.
  std::optional<RunEnd> runRoughly(Real<S> slack) {
    try {
      const RunEnd end = inner_->run(slack);
      if (end == RunEnd::Supervised || !shows()) return end;
      goOnExactly(inner_->vectors(1));
    } catch (const IndefiniteMass&) {  // as rough solves make it look, too, on every rank
      goOnExactly(start_);
    }
    return std::nullopt;
  }

  /// A pair at the bar or better.
  bool shows() {
    if (inner_->available() == 0) return false;
    const Real<S> best = inner_->pairs(1).values.front();
    return orderKey(best, options_.which) <= orderKey(bar_, options_.which);
  }

  void goOnExactly(const MultiVector<S>& from) {
    pencil_.freshColumns(std::max(rough_.nextFreshColumn(), pencil_.nextFreshColumn()) -
                         pencil_.nextFreshColumn());
    inner_ =
        makeLanczosFinder<S>(pencilMap(pencil_), options_, Lanczos(), from, supervisor_, &deflated_, bar_);
    isRough_ = false;
  }

  const Pencil<S>& pencil_;
  Pencil<S> rough_;  ///< with rough solves with B
  const EigenOptions& options_;
  const MultiVector<S>&start_, &deflated_;
  Real<S> bar_;
  Supervisor& supervisor_;
  std::unique_ptr<PairFinder<S>> inner_;
  bool isRough_ = true;
};

}  // namespace

template <class S>
std::unique_ptr<PairFinder<S>> makeRoughMassSearch(const Pencil<S>& pencil, const EigenOptions& options,
                                                   const MultiVector<S>& start,
                                                   const MultiVector<S>& deflated, Real<S> bar,
                                                   Supervisor& supervisor) {
  return std::make_unique<RoughMassSearch<S>>(pencil, options, start, deflated, bar, supervisor);
}

#define RITZ_ROUGH_MASS_SEARCH(S)                                                                   \
  template std::unique_ptr<PairFinder<S>> makeRoughMassSearch<S>(                                   \
      const Pencil<S>&, const EigenOptions&, const MultiVector<S>&, const MultiVector<S>&, Real<S>, \
      Supervisor&);
RITZ_FOR_EACH_SCALAR(RITZ_ROUGH_MASS_SEARCH)

}  // namespace ritz
