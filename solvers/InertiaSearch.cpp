#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonFinder.hpp>
#include <ritz/solvers/DavidsonRestart.hpp>
#include <ritz/solvers/InertiaMap.hpp>
#include <ritz/solvers/InertiaSearch.hpp>
#include <ritz/solvers/LanczosFinder.hpp>
#include <ritz/solvers/MassInverse.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

namespace {

template <class S>
class InertiaSearch final : public PairFinder<S> {
  using MV = MultiVector<S>;
  using R = Real<S>;

 public:
  InertiaSearch(const Pencil<S>& pencil, const EigenOptions& options, const MV& start, const MV& deflated,
                R bar, Supervisor& supervisor)
      : pencil_(pencil),
        options_(options),
        target_(targetOf<R>(options.which)),
        start_(start, Teuchos::Copy),
        deflated_(deflated),
        bar_(bar),
        supervisor_(supervisor),
        found_{{bar}, start_, std::nullopt} {}

  RunEnd run(R slack) override {
    std::optional<RunEnd> end;
    if (std::getenv("S1") && targetOf<R>(options_.which)) {
      const auto finder =
          makeDavidsonFinder<S>(pencil_, options_, Davidson{}, start_, true, supervisor_, &deflated_);
      const RunEnd last = finder->run(slack);
      this->stopStatus = finder->stopStatus;
      found_ = finder->pairs(1);
      return last;
    }
    if (pencil_.preconditioner) end = runLanczos(true);
    if (!end) end = runLanczos(false);
    const R better = orderKey(bar_, options_.which) - orderKey(found_.values.front(), options_.which);
    if (*end == RunEnd::Supervised || better <= open()) return *end;
    const auto finder =
        makeDavidsonFinder<S>(pencil_, options_, Davidson{}, found_.vectors, false, supervisor_, &deflated_);
    const RunEnd last = finder->run(slack);
    this->stopStatus = finder->stopStatus;
    found_ = finder->pairs(1);
    return last;
  }

  RitzPairs<S> pairsBehind(int, int) override { return found_; }
  bool seesMultiplicity() const override { return false; }
  int available() const override { return 1; }

 private:
  /// Nothing if the preconditioner is unfit: not what it should be, or of so wide a range that rounding hides
  /// the values in question.
  std::optional<RunEnd> runLanczos(bool usesPreconditioner) {
    const Pencil<S> pencil = invertible();
    const auto dual = dualPencil(pencil, deflated_, usesPreconditioner, options_.which);
    const auto map = std::make_shared<InertiaMap<S>>(*dual, pencil, deflated_, bar_, options_.which);
    map->project(start_);
    if (!calibrate(*dual, *map) && usesPreconditioner) return std::nullopt;
    if (startSuffices()) return RunEnd::EstimatesPass;
    try {
      const auto lanczos = makeLanczosFinder<S>(map, options_, Lanczos(), start_, supervisor_, nullptr, bar_);
      const RunEnd end = converge(*dual, *lanczos);
      this->stopStatus = lanczos->stopStatus;
      pencil_.freshColumns(dual->nextFreshColumn() - pencil_.nextFreshColumn());
      if (target_ && usesPreconditioner && end == RunEnd::Exhausted && !isResolved_) return std::nullopt;
      return end;
    } catch (const IndefiniteMass&) {  // on every rank
      if (usesPreconditioner) return std::nullopt;
      if (pencil_.mass) throw;
      this->stopStatus = Status::Breakdown;  // rounding, where next to nothing is left to search
      return RunEnd::Supervised;
    }
  }

  /// With B′⁻¹, which the folded form takes, and which need not be given.
  Pencil<S> invertible() const {
    constexpr double Finest = 1e-12;
    Pencil<S> result = pencil_;
    if (target_ && result.mass && !result.massInverse)
      result.massInverse = std::make_shared<MeasuredOperator<S>>(
          makeMassInverse(pencil_, std::max(options_.tolerance * 1e-2, Finest)), "the inverse of B");
    return result;
  }

  /// Until μ ≥ 0 is known, or μ so well that the value is.
  RunEnd converge(const Pencil<S>& dual, PairFinder<S>& lanczos) {
    for (R slack = 1;;) {
      const RunEnd end = lanczos.run(slack);
      if (end == RunEnd::Supervised) return end;
      const RitzPairs<S> best = lanczos.pairs(1);
      const R length = readOff(dual, best), needed = openOfForm() * length;
      const R residual = best.residuals.front();
      const bool isKnown = residual <= needed;
      const bool isExcluded = residual > slack * limit_ && best.values.front() > residual;
      isResolved_ = isKnown || isExcluded;
      if (end == RunEnd::Exhausted || isResolved_) return end;
      slack = std::min(slack / 10, needed / limit_);
    }
  }

  /// What the tolerance leaves open of a value at the bar.
  R open() const { return pencil_.tolerance * (pencil_.mass ? std::abs(bar_) : pencil_.normA()); }

  /// The same of the form's Rayleigh quotient.
  R openOfForm() const { return target_ ? open() * (2 * std::abs(bar_ - *target_) + open()) : open(); }

  /// One step from the start: brings K_P near norm 1, and the tolerance to where residuals are compared with
  /// ‖Op‖, limit_. False if K_P is not Hermitian and positive by what is seen.
  bool calibrate(Pencil<S>& dual, const InertiaMap<S>& map) {
    constexpr R Coarse = R(1e-6), Defect = R(1e-4);
    MV pair(pencil_.map, 2), images(pencil_.map, 2);
    const auto y = pair.getVectorNonConst(0);
    y->update(S(1), *start_.getVector(0), S(0));
    dual.mass->calibrate(*y, *images.getVectorNonConst(0));
    map.multiply(pair, &images);
    const Dense<S> energies = gram(pair, images);
    const R energyOfY = std::real(energies(0, 0)), energyOfImage = std::real(energies(1, 1));
    if (!(energyOfY > 0 && energyOfImage > 0)) return false;
    const R image = std::sqrt(energyOfImage / energyOfY);
    readOff(image, energyOfY, MV(*images.subView(Teuchos::Range1D(0, 0)), Teuchos::Copy));
    limit_ = Coarse * image;
    dual.tolerance = limit_ * dual.normB() / dual.normA();
    return std::abs(energies(0, 1) - Teuchos::ScalarTraits<S>::conjugate(energies(1, 0))) <=
           Defect * std::sqrt(energyOfY * energyOfImage);
  }

  /// The image of a random vector is within a tenth of what the tolerance leaves open: Op has nothing else to
  /// show, as where all that K makes large has the value of the bar.
  bool startSuffices() const { return !target_ && 10 * std::abs(found_.values.front() - bar_) <= open(); }

  /// The value whose form has the Rayleigh quotient q.
  R valueOf(R q) const {
    if (!target_) return bar_ + (std::holds_alternative<Largest>(options_.which) ? -q : q);
    return *target_ + std::sqrt(std::max((bar_ - *target_) * (bar_ - *target_) + q, R(0)));
  }

  /// x = K_P y has the Rayleigh quotient bar + μ/xᴴB′x, for yᴴK_P y = 1; returns xᴴB′x.
  R readOff(const Pencil<S>& dual, const RitzPairs<S>& best) {
    MV x(best.vectors, Teuchos::Copy);
    dual.mass->apply(best.vectors, x);
    return readOff(best.values.front(), std::real(gram(best.vectors, x)(0, 0)), x);
  }

  /// The same for yᴴK_P y = `energy`.
  R readOff(R mu, R energy, const MV& x) {
    MV bx(x, Teuchos::Copy);
    pencil_.applyMass(x, bx);
    const R length = std::real(gram(x, bx)(0, 0));
    found_ = {{valueOf(mu * energy / length)}, x, std::nullopt};
    return length;
  }

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  std::optional<R> target_;
  MV start_;
  const MV& deflated_;
  R bar_;
  Supervisor& supervisor_;
  RitzPairs<S> found_;
  R limit_ = 0;
  bool isResolved_ = false;
};

}  // namespace

template <class S>
std::unique_ptr<PairFinder<S>> makeInertiaSearch(const Pencil<S>& pencil, const EigenOptions& options,
                                                 const MultiVector<S>& start, const MultiVector<S>& deflated,
                                                 Real<S> bar, Supervisor& supervisor) {
  return std::make_unique<InertiaSearch<S>>(pencil, options, start, deflated, bar, supervisor);
}

#define RITZ_INERTIA_SEARCH(S)                                                                               \
  template std::unique_ptr<PairFinder<S>> makeInertiaSearch<S>(const Pencil<S>&, const EigenOptions&,        \
                                                               const MultiVector<S>&, const MultiVector<S>&, \
                                                               Real<S>, Supervisor&);
RITZ_FOR_EACH_SCALAR(RITZ_INERTIA_SEARCH)

}  // namespace ritz
