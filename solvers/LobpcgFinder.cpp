#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/LobpcgFinder.hpp>
#include <ritz/solvers/LobpcgIteration.hpp>
#include <ritz/solvers/RoundingFloor.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace ritz {

namespace {

/// Three blocks have to fit; where they nearly fill the space the residuals become dependent, so a quarter at
/// most.
long long blockThatFits(long long room) { return room < 3 ? 0 : std::max(1LL, room / 4); }

}  // namespace

int lobpcgBlock(const Lobpcg& parameters, int numPairs, long long n) {
  const int wanted = parameters.block > 0 ? parameters.block : numPairs + std::max(2, numPairs / 4);
  return static_cast<int>(std::min<long long>(wanted, blockThatFits(n)));
}

namespace {

template <class S>
class LobpcgFinder final : public PairFinder<S> {
  using MV = MultiVector<S>;
  static constexpr int RecoveriesInARow = 20;

 public:
  LobpcgFinder(const Pencil<S>& pencil, const EigenOptions& options, const Lobpcg& parameters,
               const MV& start, Supervisor& supervisor)
      : pencil_(pencil), options_(options), supervisor_(supervisor), next_(start, Teuchos::Copy) {
    this->block = lobpcgBlock(parameters, options.numPairs, pencil.n);
    this->basis = 3 * this->block;
    ortho_ = makeOrthoManager(pencil_, options_.seed);
  }

  RunEnd run(Real<S> slack) override {
    if (!refresh()) return this->exhausted("no room is left for a block");
    RoundingFloor<Real<S>> floor;
    bool refreshed = false;
    for (;;) {
      const Progress now = assess(slack);
      if (now.converged >= options_.numPairs) return RunEnd::EstimatesPass;
      if (const auto stop = supervisor_.afterStep(now)) {
        this->stopStatus = *stop;
        return RunEnd::Supervised;
      }
      if (floor.reached(now.maxResidual)) {
        if (refreshed) return this->exhausted("rounding keeps the residuals above the tolerance");
        refreshed = true;
        floor = {};
        if (!refresh()) return this->exhausted("no room is left for a block");
        continue;
      }
      if (blockIsDone() && !lock(leadingColumns())) return this->exhausted("no room is left for a block");
      if (!step() && !recover())
        return this->exhausted("the block became linearly dependent and fresh directions do not help");
    }
  }

  RitzPairs<S> pairsBehind(int first, int count) override {
    std::vector<Real<S>> values = lockedValues_;
    if (iteration_) values.insert(values.end(), theta().begin(), theta().end());
    const std::vector<int> order = sortedIndices(values, options_.which);
    const int m = std::max(0, std::min(count, static_cast<int>(values.size()) - first));
    Dense<S> chosen(static_cast<int>(values.size()), m);
    std::vector<Real<S>> best;
    for (int j = 0; j < m; ++j) {
      const int from = order[static_cast<std::size_t>(first + j)];
      chosen(from, j) = S(1);
      best.push_back(values[static_cast<std::size_t>(from)]);
    }
    RitzPairs<S> result{best, times(allVectors(), chosen), std::nullopt};
    if (iteration_ && !locked_) result.images = times(iteration_->images(), chosen);
    return result;
  }

  bool seesMultiplicity() const override { return true; }
  int available() const override {
    return static_cast<int>(lockedValues_.size()) + (iteration_ ? iteration_->blockSize() : 0);
  }
  double orthogonalizationSeconds() const override { return ortho_->seconds(); }

 private:
  int blockSize() const { return iteration_->blockSize(); }
  const std::vector<Real<S>>& theta() const { return iteration_->values(); }
  MV currentVectors() const { return MV(iteration_->vectors(), Teuchos::Copy); }

  /// [locked X].
  MV allVectors() const {
    if (!iteration_) return locked_ ? MV(*locked_, Teuchos::Copy) : MV(pencil_.map, 0);
    return locked_ ? joined(*locked_, iteration_->vectors()) : currentVectors();
  }

  /// An iteration on the complement of what is locked, from `next_` filled up with hash vectors. False, and
  /// no iteration, if there is no room.
  bool rebuild() {
    const long long room = pencil_.n - static_cast<long long>(lockedValues_.size());
    const int size = static_cast<int>(std::min<long long>(this->block, blockThatFits(room)));
    iteration_.reset();
    if (size < 1) return false;
    const int given = std::min(size, static_cast<int>(next_.getNumVectors()));
    MV X(pencil_.map, static_cast<std::size_t>(size), false);
    fillHash(X, options_.seed, pencil_.freshColumns(X.getNumVectors()));
    if (given > 0)
      Tpetra::deep_copy(*X.subViewNonConst(Teuchos::Range1D(0, given - 1)), columns(next_, 0, given));
    iteration_ = std::make_unique<LobpcgIteration<S>>(pencil_, options_, X, locked_, ortho_);
    return true;
  }

  /// False if the iteration broke down, with X as it was.
  bool step() {
    if (!iteration_->step()) return false;
    recoveries_ = 0;
    if (iteration_->isOrthonormal()) return true;
    return refresh();
  }

  /// Goes on from X with images from products, in place of those that the recurrence has let drift.
  bool refresh() {
    if (iteration_) next_ = currentVectors();
    return rebuild();
  }

  /// After a breakdown: locks what has converged, wherever it stands; if nothing has, takes one block step of
  /// steepest descent of our own, which any block survives. Either way the search directions are dropped.
  bool recover() {
    if (++recoveries_ > RecoveriesInARow) return false;
    std::vector<int> done;
    for (int j = 0; j < blockSize(); ++j)
      if (passes_[static_cast<std::size_t>(j)]) done.push_back(j);
    if (!done.empty()) return lock(done);
    next_ = iteration_->descended();
    return rebuild();
  }

  std::vector<int> leadingColumns() const {
    std::vector<int> index(static_cast<std::size_t>(leading_));
    for (int j = 0; j < leading_; ++j) index[static_cast<std::size_t>(j)] = j;
    return index;
  }

  /// In a block too small for all wanted pairs: enough of it has converged to move on.
  bool blockIsDone() const {
    const int missing = options_.numPairs - static_cast<int>(lockedValues_.size());
    return blockSize() < missing && leading_ >= std::max(1, blockSize() - blockSize() / 4);
  }

  /// Moves the columns `done` of X to the locked ones and rebuilds from the others.
  bool lock(const std::vector<int>& done) {
    const MV X = currentVectors();
    Dense<S> out(blockSize(), static_cast<int>(done.size())), rest(blockSize(), blockSize() - out.cols());
    for (int j = 0, l = 0, r = 0; j < blockSize(); ++j) {
      if (std::find(done.begin(), done.end(), j) == done.end()) {
        rest(j, r++) = S(1);
      } else {
        lockedValues_.push_back(theta()[static_cast<std::size_t>(j)]);
        out(j, l++) = S(1);
      }
    }
    if (!done.empty()) {
      const MV newlyLocked = times(X, out);
      locked_ = std::make_shared<const MV>(locked_ ? joined(*locked_, newlyLocked) : newlyLocked);
    }
    next_ = times(X, rest);
    return rebuild();
  }

  Progress assess(Real<S> slack) {
    const std::vector<Real<S>> residuals = iteration_->residualNorms();
    const std::vector<Real<S>> norms = columnNorms(iteration_->vectors());
    const Real<S> limit = slack * pencil_.tolerance;
    std::vector<Real<S>> values = lockedValues_, relative(lockedValues_.size(), Real<S>(0)), ofBlock;
    for (std::size_t j = 0; j < theta().size(); ++j)
      ofBlock.push_back(pencil_.relative(residuals[j], theta()[j], norms[j], Real<S>(1)));
    leading_ = progressOf(ofBlock, limit).converged;
    passes_.clear();
    for (const Real<S> residual : ofBlock) passes_.push_back(residual <= limit);
    values.insert(values.end(), theta().begin(), theta().end());
    relative.insert(relative.end(), ofBlock.begin(), ofBlock.end());
    Progress progress = progressOf(bestOf(values, relative), limit);
    progress.applications = pencil_.A->count().columns;
    progress.wanted = options_.numPairs;
    return progress;
  }

  /// Of locked and iterated pairs together the residuals of the wanted ones: a pair of X that is better than
  /// a locked one has to converge too. All of it for one that is missing.
  std::vector<Real<S>> bestOf(const std::vector<Real<S>>& values,
                              const std::vector<Real<S>>& relative) const {
    const std::vector<int> order = sortedIndices(values, options_.which);
    std::vector<Real<S>> best(static_cast<std::size_t>(options_.numPairs), Real<S>(1));
    for (std::size_t j = 0; j < std::min(best.size(), order.size()); ++j)
      best[j] = relative[static_cast<std::size_t>(order[j])];
    return best;
  }

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  Supervisor& supervisor_;
  MV next_;
  Teuchos::RCP<OrthoManagerFor<S>> ortho_;
  std::unique_ptr<LobpcgIteration<S>> iteration_;
  std::vector<bool> passes_;
  int leading_ = 0;  ///< columns of X from the first that pass without a gap
  std::shared_ptr<const MV> locked_;
  std::vector<Real<S>> lockedValues_;
  int recoveries_ = 0;
};

}  // namespace

template <class S>
std::unique_ptr<PairFinder<S>> makeLobpcgFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                const Lobpcg& parameters, const MultiVector<S>& start,
                                                Supervisor& supervisor) {
  return std::make_unique<LobpcgFinder<S>>(pencil, options, parameters, start, supervisor);
}

#define RITZ_LOBPCG(S)                                         \
  template std::unique_ptr<PairFinder<S>> makeLobpcgFinder<S>( \
      const Pencil<S>&, const EigenOptions&, const Lobpcg&, const MultiVector<S>&, Supervisor&);
RITZ_FOR_EACH_SCALAR(RITZ_LOBPCG)

}  // namespace ritz
