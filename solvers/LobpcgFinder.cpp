#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/AnasaziPieces.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/LobpcgFinder.hpp>
#include <ritz/solvers/Verification.hpp>

#include <fmt/format.h>
#include <AnasaziLOBPCG.hpp>

#include <algorithm>
#include <limits>
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
  using OP = Operator<S>;
  using Solver = Anasazi::LOBPCG<S, MV, OP>;
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
    if (solver_.get() != nullptr) next_ = currentVectors();  // fresh images: the old ones have drifted
    if (!rebuild()) return exhausted("no room is left for a block");
    for (;;) {
      const Progress now = assess(slack);
      if (now.converged >= options_.numPairs) return RunEnd::EstimatesPass;
      if (const auto stop = supervisor_.afterStep(now)) {
        this->stopStatus = *stop;
        return RunEnd::Supervised;
      }
      if (now.maxResidual < 4 * static_cast<double>(std::numeric_limits<Real<S>>::epsilon()))
        return exhausted("rounding keeps the residuals above the tolerance");
      if (blockIsDone() && !lock(leadingColumns())) return exhausted("no room is left for a block");
      if (!step() && !recover())
        return exhausted("the block became linearly dependent and fresh directions do not help");
    }
  }

  RitzPairs<S> pairs(int count) override {
    std::vector<Real<S>> values = lockedValues_;
    const MV X = currentVectors();
    values.insert(values.end(), theta_.begin(), theta_.end());
    const std::vector<int> order = sortedIndices(values, options_.which);
    const int m = std::min(count, static_cast<int>(values.size()));
    const MV all = locked_ ? joined(*locked_, X) : X;
    Dense<S> chosen(static_cast<int>(values.size()), m);
    std::vector<Real<S>> best;
    for (int j = 0; j < m; ++j) {
      chosen(order[static_cast<std::size_t>(j)], j) = S(1);
      best.push_back(values[static_cast<std::size_t>(order[static_cast<std::size_t>(j)])]);
    }
    RitzPairs<S> result{best, times(all, chosen), std::nullopt};
    if (!locked_) result.images = times(*solver_->getState().KX, chosen);
    return result;
  }

  bool seesMultiplicity() const override { return true; }
  int available() const override { return static_cast<int>(lockedValues_.size() + theta_.size()); }
  double orthogonalizationSeconds() const override { return ortho_->seconds(); }

 private:
  int blockSize() const { return static_cast<int>(theta_.size()); }

  MV currentVectors() const { return MV(*solver_->getState().X, Teuchos::Copy); }

  /// A solver on the complement of what is locked, from `next_` filled up with hash vectors. False if there
  /// is no room.
  bool rebuild() {
    const long long room = pencil_.n - static_cast<long long>(lockedValues_.size());
    const int size = static_cast<int>(std::min<long long>(this->block, blockThatFits(room)));
    if (size < 1) return false;
    const int given = std::min(size, static_cast<int>(next_.getNumVectors()));
    MV X(pencil_.map, static_cast<std::size_t>(size), false);
    fillHash(X, options_.seed, pencil_.freshColumns(X.getNumVectors()));
    if (given > 0)
      Tpetra::deep_copy(*X.subViewNonConst(Teuchos::Range1D(0, given - 1)), columns(next_, 0, given));
    auto problem = Teuchos::rcp(new Anasazi::BasicEigenproblem<S, MV, OP>(
        Teuchos::RCP<OP>(toRcp(pencil_.A)), Teuchos::rcp(new MV(X, Teuchos::Copy))));
    problem->setHermitian(true);
    problem->setNEV(std::min(size, options_.numPairs));
    if (pencil_.mass) problem->setM(toRcp(pencil_.mass));
    if (pencil_.preconditioner) problem->setPrec(toRcp(pencil_.preconditioner));
    problem->setProblem();
    Teuchos::ParameterList list;
    list.set("Block Size", size);
    list.set("Full Ortho", true);
    control_ = Teuchos::rcp(new StopAfterStep<S>);
    solver_ = Teuchos::rcp(
        new Solver(problem, makeSorter<S>(options_.which), makeSilence<S>(), control_, ortho_, list));
    if (locked_) solver_->setAuxVecs(Teuchos::tuple(Teuchos::RCP<const MV>(toRcp(locked_))));
    solver_->initialize();
    theta_.resize(static_cast<std::size_t>(size));
    readValues();
    return true;
  }

  void readValues() {
    const auto values = solver_->getRitzValues();
    for (std::size_t j = 0; j < theta_.size(); ++j) theta_[j] = values[j].realpart;
  }

  /// One step of Anasazi's iteration; false if it broke down, with X as it was.
  bool step() {
    control_->allowOneMore(*solver_);
    try {
      solver_->iterate();
    } catch (const Anasazi::AnasaziError&) {
      return false;
    }
    readValues();
    recoveries_ = 0;
    if (orthonormal()) return true;
    next_ = currentVectors();
    return rebuild();
  }

  /// Anasazi's Cholesky factor of [X P] can be so ill conditioned, with P nearly dependent, that both come
  /// out wrong.
  bool orthonormal() const {
    constexpr auto Drift = Real<S>(1e-9);
    const auto state = solver_->getState();
    const MV& MX = state.MX.is_null() ? *state.X : *state.MX;
    Dense<S> xx = gram(*state.X, MX);
    for (int j = 0; j < xx.cols(); ++j) xx(j, j) -= S(1);
    return largestEntry(xx) < Drift && (state.P.is_null() || largestEntry(gram(*state.P, MX)) < Drift);
  }

  static Real<S> largestEntry(const Dense<S>& M) {
    Real<S> largest = 0;
    for (int j = 0; j < M.cols(); ++j)
      for (int i = 0; i < M.rows(); ++i) largest = std::max(largest, Real<S>(std::abs(M(i, j))));
    return largest;
  }

  /// After a breakdown: locks what has converged, wherever it stands; if nothing has, takes one block step of
  /// steepest descent of our own, which any block survives. Either way the search directions are dropped.
  bool recover() {
    if (++recoveries_ > RecoveriesInARow) return false;
    std::vector<int> done;
    for (int j = 0; j < blockSize(); ++j)
      if (passes_[static_cast<std::size_t>(j)]) done.push_back(j);
    if (!done.empty()) return lock(done);
    const auto state = solver_->getState();
    MV H(*state.R, Teuchos::Copy);
    Teuchos::Array<Teuchos::RCP<const MV>> others(1, state.X);
    if (locked_) others.push_back(toRcp(locked_));
    ortho_->projectAndNormalizeMat(H, others);
    next_ = columns(verify(pencil_, joined(*state.X, H), options_.which).U, 0, blockSize());
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
        lockedValues_.push_back(theta_[static_cast<std::size_t>(j)]);
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
    const std::vector<Real<S>> residuals = solver_->getRes2Norms();
    const std::vector<Real<S>> norms = columnNorms(*solver_->getState().X);
    std::vector<Real<S>> values = lockedValues_, relative(lockedValues_.size(), Real<S>(0));
    passes_.assign(theta_.size(), false);
    leading_ = 0;
    for (int j = 0; j < blockSize(); ++j) {
      const auto at = static_cast<std::size_t>(j);
      values.push_back(theta_[at]);
      relative.push_back(pencil_.relative(residuals[at], theta_[at], norms[at], Real<S>(1)));
      passes_[at] = relative.back() <= slack * pencil_.tolerance;
      if (passes_[at] && leading_ == j) ++leading_;
    }
    return progressOf(values, relative, slack);
  }

  /// Locked and iterated pairs together, best first: a pair of X that is better than a locked one has to
  /// converge too.
  Progress progressOf(const std::vector<Real<S>>& values, const std::vector<Real<S>>& relative,
                      Real<S> slack) const {
    const std::vector<int> order = sortedIndices(values, options_.which);
    const std::size_t k = static_cast<std::size_t>(options_.numPairs), known = std::min(k, order.size());
    Progress progress;
    bool unbroken = true;
    for (std::size_t j = 0; j < known; ++j) {
      const Real<S> now = relative[static_cast<std::size_t>(order[j])];
      progress.maxResidual = std::max(progress.maxResidual, static_cast<double>(now));
      unbroken = unbroken && now <= slack * pencil_.tolerance;
      if (unbroken) ++progress.converged;
    }
    if (known < k) progress.maxResidual = std::max(progress.maxResidual, 1.0);
    progress.applications = pencil_.A->count().columns;
    progress.wanted = options_.numPairs;
    return progress;
  }

  RunEnd exhausted(std::string why) {
    this->exhaustedBecause = std::move(why);
    return RunEnd::Exhausted;
  }

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  Supervisor& supervisor_;
  MV next_;
  Teuchos::RCP<OrthoManagerFor<S>> ortho_;
  Teuchos::RCP<StopAfterStep<S>> control_;
  Teuchos::RCP<Solver> solver_;
  std::vector<Real<S>> theta_;
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
