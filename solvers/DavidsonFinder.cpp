#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonExpansion.hpp>
#include <ritz/solvers/DavidsonFinder.hpp>
#include <ritz/solvers/DavidsonPairs.hpp>
#include <ritz/solvers/DavidsonRestart.hpp>
#include <ritz/solvers/DavidsonTargets.hpp>
#include <ritz/solvers/RoundingFloor.hpp>
#include <ritz/solvers/ThickRestart.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

int davidsonBasis(const Davidson& parameters, int numPairs, long long dimension) {
  const int pairs = parameters.locks ? 1 : numPairs;
  const long long least = pairs + 2LL * parameters.block + 1;
  const long long wanted = parameters.basis > 0 ? parameters.basis : std::max({40LL, 4LL * pairs, least});
  return static_cast<int>(std::min(wanted, dimension));
}

namespace {

template <class S>
class DavidsonFinder final : public PairFinder<S> {
  using MV = MultiVector<S>;
  using R = Real<S>;
  static constexpr int StartSteps = 5;  ///< with the preconditioner, each of which saves a product or two

 public:
  DavidsonFinder(const Pencil<S>& pencil, const EigenOptions& options, const Davidson& parameters,
                 const MV& start, bool isRandom, Supervisor& supervisor, const MV* deflate)
      : pencil_(pencil),
        options_(options),
        supervisor_(supervisor),
        locks_(parameters.locks),
        start_(start, Teuchos::Copy),
        isRandom_(isRandom),
        isSearch_(deflate != nullptr),
        room_(pencil.n - (deflate ? static_cast<long long>(deflate->getNumVectors()) : 0)),
        basis_(pencil, davidsonBasis(parameters, options.numPairs, room_), locks_ ? options.numPairs : 0,
               deflate, options.seed),
        expansion_(pencil, options, parameters, basis_),
        pairs_(basis_, options.which, options.numPairs),
        targets_(pencil, basis_, parameters.block) {
    this->basis = basis_.capacity();
    this->block = parameters.block;
  }

  RunEnd run(R slack) override {
    const RunEnd end = iterate(slack);
    expansion_.pause();
    this->why = expansion_.describe();
    return end;
  }

  RitzPairs<S> pairsBehind(int first, int count) override {
    RitzPairs<S> result{{}, MV(pencil_.map, 0), std::nullopt};
    const Dense<S> C = pairs_.coefficients(first, count, &result.values);
    result.vectors = basis_.combine(C);
    result.images = basis_.images(C);
    if (pencil_.mass || C.cols() == 0) return result;
    MV residuals(result.vectors, Teuchos::Copy);
    std::vector<S> minus;
    for (const R theta : result.values) minus.push_back(S(-theta));
    residuals.scale(Teuchos::arrayViewFromVector(minus));
    residuals.update(S(1), *result.images, S(1));
    result.residuals = columnNorms(residuals);
    return result;
  }

  MV vectors(int count) override { return basis_.combine(pairs_.coefficients(0, count, nullptr)); }
  bool seesMultiplicity() const override { return false; }
  int available() const override { return pairs_.available(); }
  SolverState<S> state() override {
    return this->ritzVectors(std::min(available(), options_.numPairs + 2 * this->block));
  }
  double orthogonalizationSeconds() const override { return basis_.orthogonalizationSeconds(); }

 private:
  RunEnd iterate(R slack) {
    if (!begin()) return this->exhausted("no direction is left to start from");
    const R limit = slack * pencil_.tolerance;
    RoundingFloor<R> floor;
    for (;;) {
      const int wanted = pairs_.analyse();
      if (targets_.look(pairs_.ritz(), wanted, limit)) return RunEnd::EstimatesPass;
      const Progress now = progress(limit);
      if (const auto stop = supervisor_.afterStep(now)) {
        this->stopStatus = *stop;
        return RunEnd::Supervised;
      }
      if (floor.reached(now.maxResidual))
        return this->exhausted("rounding keeps the residuals above the tolerance");
      if (!step(limit)) return this->exhausted("the basis fills all that there is");
    }
  }

  bool begin() {
    if (basis_.size() > 0) {
      basis_.refresh();
      return true;
    }
    return basis_.expand(isRandom_ ? expansion_.amplified(start_, StartSteps) : start_) > 0 ||
           basis_.expandFreshly();
  }

  /// One block more in the space: the corrections, or where they have nothing new the residuals, or a fresh
  /// direction.
  bool step(R limit) {
    if (basis_.isFull()) return false;
    ++steps_;
    if (targets_.indices().empty()) {
      if (basis_.size() == basis_.capacity()) restart(limit);
      return expandFreshly();
    }
    const MV residuals(targets_.residuals(), Teuchos::Copy);
    const MV T =
        expansion_.next(pairs_.ritz(), targets_, pairs_.numLocked() + targets_.leading(limit), limit);
    const int columns = static_cast<int>(T.getNumVectors());
    if (basis_.size() + columns > basis_.capacity() && basis_.capacity() < room_) restart(limit);
    return basis_.expand(T) > 0 || (pencil_.preconditioner && basis_.expand(residuals) > 0) ||
           expandFreshly();
  }

  /// By a random vector that has been through the preconditioner, or one that has not.
  bool expandFreshly() {
    MV fresh(pencil_.map, 1, false);
    fillHash(fresh, options_.seed, pencil_.freshColumns(1));
    return basis_.expand(expansion_.amplified(fresh, StartSteps)) > 0 || basis_.expandFreshly();
  }

  void restart(R limit) {
    const int most = std::max(1, basis_.capacity() - 2 * this->block), done = targets_.leading(limit);
    const int keep = std::min(
        keptAtRestart(basis_.size(), done, locks_ ? 1 : options_.numPairs, this->block, steps_), most);
    basis_.compress(restartCoefficients(pairs_.ritz().vectors, keep, pairs_.previous(), targets_.indices()));
    const int locked = locks_ ? std::min({done, keep, options_.numPairs - basis_.locked()}) : 0;
    if (locked > 0) {
      basis_.lock(locked);
      targets_.forget(locked);
    }
    pairs_.restarted(keep, locked);
  }

  Progress progress(R limit) const {
    std::vector<R> relative(static_cast<std::size_t>(pairs_.numLocked()), R(0));
    const std::vector<R> inBasis = targets_.relative();
    relative.insert(relative.end(), inBasis.begin(), inBasis.end());
    relative.resize(static_cast<std::size_t>(options_.numPairs), R(1));
    Progress result = progressOf(relative, limit);
    result.applications = pencil_.A->count().columns;
    result.wanted = options_.numPairs;
    result.phase = isSearch_ ? Progress::Phase::Search : Progress::Phase::Iterate;
    return result;
  }

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  Supervisor& supervisor_;
  bool locks_;
  MV start_;
  bool isRandom_, isSearch_;
  long long room_;
  DavidsonBasis<S> basis_;
  DavidsonExpansion<S> expansion_;
  DavidsonPairs<S> pairs_;
  DavidsonTargets<S> targets_;
  long steps_ = 0;
};

}  // namespace

template <class S>
std::unique_ptr<PairFinder<S>> makeDavidsonFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                  const Davidson& parameters, const MultiVector<S>& start,
                                                  bool isRandom, Supervisor& supervisor,
                                                  const MultiVector<S>* deflate) {
  return std::make_unique<DavidsonFinder<S>>(pencil, options, parameters, start, isRandom, supervisor,
                                             deflate);
}

#define RITZ_DAVIDSON(S)                                                                                \
  template std::unique_ptr<PairFinder<S>> makeDavidsonFinder<S>(const Pencil<S>&, const EigenOptions&,  \
                                                                const Davidson&, const MultiVector<S>&, \
                                                                bool, Supervisor&, const MultiVector<S>*);
RITZ_FOR_EACH_SCALAR(RITZ_DAVIDSON)

}  // namespace ritz
