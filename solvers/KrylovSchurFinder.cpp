#include <ritz/anasazi/BreakdownFreeOrthoManager.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/AnasaziPieces.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/KrylovSchurFinder.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <fmt/format.h>
#include <AnasaziBlockKrylovSchur.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

int krylovSchurBasis(const KrylovSchur& parameters, int numPairs, long long dimension) {
  const long long block = parameters.block;
  const long long wanted = parameters.basis > 0 ? parameters.basis : std::max(30, 3 * numPairs);
  const long long blocks = std::min((wanted + block - 1) / block, dimension / block - 1);
  return blocks < 3 || blocks * block < numPairs + block ? 0 : static_cast<int>(blocks * block);
}

namespace {

/// Y = B′⁻¹A′ X.
template <class S>
class MassInverseTimes final : public Operator<S> {
 public:
  explicit MassInverseTimes(const Pencil<S>& pencil) : A_(pencil.A), inverse_(pencil.massInverse) {}
  void apply(const MultiVector<S>& X, MultiVector<S>& Y, Teuchos::ETransp = Teuchos::NO_TRANS, S = S(1),
             S = S(0)) const override {
    MultiVector<S> AX(A_->getRangeMap(), X.getNumVectors(), false);
    A_->apply(X, AX);
    inverse_->apply(AX, Y);
  }
  MapPtr getDomainMap() const override { return A_->getDomainMap(); }
  MapPtr getRangeMap() const override { return A_->getRangeMap(); }

 private:
  std::shared_ptr<const Operator<S>> A_, inverse_;
};

template <class S>
class KrylovSchurFinder final : public PairFinder<S> {
  using MV = MultiVector<S>;
  using OP = Operator<S>;
  using Solver = Anasazi::BlockKrylovSchur<S, MV, OP>;
  using Matrix = Teuchos::SerialDenseMatrix<int, S>;

 public:
  KrylovSchurFinder(const Pencil<S>& pencil, const EigenOptions& options, const KrylovSchur& parameters,
                    const MV& start, Supervisor& supervisor, std::shared_ptr<const MV> deflate,
                    std::optional<Real<S>> bar)
      : pencil_(pencil), options_(options), supervisor_(supervisor), deflate_(std::move(deflate)), bar_(bar) {
    this->block = parameters.block;
    const long long deflated = deflate_ ? static_cast<long long>(deflate_->getNumVectors()) : 0;
    this->basis = krylovSchurBasis(parameters, options.numPairs, pencil.n - deflated);
    vectorNorm_.assign(static_cast<std::size_t>(options.numPairs), 1 / std::sqrt(pencil.normB()));
    build(start);
  }

  RunEnd run(Real<S> slack) override {
    for (int idle = 0;;) {
      const int before = solver_->getCurSubspaceDim();
      stepControl_->allowOneMore(*solver_);
      try {
        solver_->iterate();
      } catch (const Anasazi::AnasaziError& error) {
        return exhausted(error.what());
      }
      if (solver_->getCurSubspaceDim() == before && ++idle > 2)
        return exhausted("the basis does not grow any more");
      analyse();
      const Assessment now = assess(slack);
      if (const auto stop = supervisor_.afterStep(now.progress)) {
        this->stopStatus = *stop;
        return RunEnd::Supervised;
      }
      if (now.passes) return RunEnd::EstimatesPass;
      if (solver_->getCurSubspaceDim() + this->block > this->basis) {
        if (floorReached(now)) return exhausted("rounding keeps the residuals above the tolerance");
        restart(now.progress.converged);
      }
    }
  }

  RitzPairs<S> pairs(int count) override {
    const int m = std::min(count, available());
    RitzPairs<S> result{{}, times(*basisVectors(), leadingVectors(m)), std::nullopt};
    for (int j = 0; j < m; ++j) result.values.push_back(value(j));
    result.images = images(result);
    return result;
  }

  bool seesMultiplicity() const override { return false; }
  int available() const override { return static_cast<int>(order_.size()); }
  double orthogonalizationSeconds() const override { return ortho_->seconds(); }

 private:
  struct Assessment {
    Progress progress;
    bool passes = false;
  };

  void build(const MV& start) {
    ortho_ = makeOrthoManager(pencil_, options_.seed);
    stepControl_ = Teuchos::rcp(new StopAfterStep<S>);
    Teuchos::RCP<OP> op = pencil_.mass ? Teuchos::RCP<OP>(Teuchos::rcp(new MassInverseTimes<S>(pencil_)))
                                       : Teuchos::RCP<OP>(toRcp(pencil_.A));
    auto problem = Teuchos::rcp(
        new Anasazi::BasicEigenproblem<S, MV, OP>(op, Teuchos::rcp(new MV(start, Teuchos::Copy))));
    problem->setHermitian(true);
    problem->setNEV(options_.numPairs);
    if (pencil_.mass) problem->setM(toRcp(pencil_.mass));
    problem->setProblem();
    Teuchos::ParameterList list;
    list.set("Block Size", this->block);
    list.set("Num Blocks", this->basis / this->block);
    list.set("Step Size", std::numeric_limits<int>::max());  // Anasazi's own Schur forms are never needed
    solver_ = Teuchos::rcp(
        new Solver(problem, makeSorter<S>(options_.which), makeSilence<S>(), stepControl_, ortho_, list));
    if (deflate_) solver_->setAuxVecs(Teuchos::tuple(Teuchos::RCP<const MV>(toRcp(deflate_))));
    solver_->initialize();
  }

  /// Ritz values, their order and the coupling to the next block: all from the small matrix.
  void analyse() {
    const auto state = solver_->getState();
    const Matrix& H = *state.H;
    const int m = state.curDim, b = this->block;
    Dense<S> T(m, m);
    for (int j = 0; j < m; ++j)
      for (int i = 0; i <= j; ++i) T(i, j) = (H(i, j) + Teuchos::ScalarTraits<S>::conjugate(H(j, i))) / S(2);
    small_ = hermitianEigen(std::move(T));
    order_ = sortedIndices(small_.values, options_.which);
    coupling_ = Dense<S>(b, m);
    for (int j = 0; j < m; ++j)
      for (int l = 0; l < m; ++l)
        for (int i = 0; i < b; ++i) coupling_(i, j) += H(m + i, l) * small_.vectors(l, j);
  }

  Real<S> value(int j) const {
    return small_.values[static_cast<std::size_t>(order_[static_cast<std::size_t>(j)])];
  }

  /// ‖A v − θ B v‖ by the coupling: exact for B = I; for B ≠ I it is the B⁻¹-norm, and ‖r‖₂ ≤ √‖B‖ ‖r‖_B⁻¹.
  Real<S> estimate(int j) const {
    const S* c = coupling_.column(order_[static_cast<std::size_t>(j)]);
    Real<S> sum = 0;
    for (int i = 0; i < this->block; ++i) sum += std::norm(c[i]);
    return std::sqrt(sum * pencil_.normB());
  }

  Assessment assess(Real<S> slack) {
    const int k = options_.numPairs, known = std::min(k, available());
    Assessment result;
    Real<S> worst = available() < k ? std::numeric_limits<Real<S>>::infinity() : Real<S>(0);
    bool unbroken = true;
    for (int j = 0; j < known; ++j) {
      const Real<S> relative =
          pencil_.relative(estimate(j), value(j), vectorNorm_[static_cast<std::size_t>(j)], Real<S>(1));
      worst = std::max(worst, relative);
      unbroken = unbroken && relative <= slack * pencil_.tolerance;
      if (unbroken) ++result.progress.converged;
    }
    result.passes = (known == k && unbroken) || excludedByBar();
    result.progress.applications = pencil_.A->count().columns;
    result.progress.wanted = k;
    result.progress.maxResidual = static_cast<double>(worst);
    result.progress.phase = bar_ ? Progress::Phase::Search : Progress::Phase::Iterate;
    return result;
  }

  /// The best value is further from better ones than its residual; after a few steps a random start has seen
  /// those.
  bool excludedByBar() const {
    constexpr int FewSteps = 10;
    return bar_ && solver_->getNumIters() >= FewSteps &&
           orderKey(value(0), options_.which) - estimate(0) > orderKey(*bar_, options_.which);
  }

  /// Every estimate of a full basis is at rounding: more iterations cannot help.
  bool floorReached(const Assessment& now) const {
    return available() >= options_.numPairs &&
           now.progress.maxResidual < 4 * static_cast<double>(std::numeric_limits<Real<S>>::epsilon());
  }

  /// Thick restart: keeps the converged pairs and half of the rest.
  void restart(int converged) {
    const auto state = solver_->getState();
    const int m = state.curDim, b = this->block;
    const int keep =
        std::max(1, std::min(std::max(converged + (m - converged) / 2, options_.numPairs), m - b));
    MV kept = times(*basisVectors(), leadingVectors(keep));
    if (pencil_.mass) learnVectorNorms(kept);
    const MV last = columns(*state.V, m, b);
    auto H = Teuchos::rcp(new Matrix(keep + b, keep));
    for (int j = 0; j < keep; ++j) {
      (*H)(j, j) = value(j);
      for (int i = 0; i < b; ++i) (*H)(keep + i, j) = coupling_(i, order_[static_cast<std::size_t>(j)]);
    }
    Anasazi::BlockKrylovSchurState<S, MV> next;
    next.V = Teuchos::rcp(new MV(joined(kept, last)));
    next.H = H;
    next.curDim = keep;
    solver_->initialize(next);
  }

  /// ‖v‖₂ of the wanted B-orthonormal vectors; until the first restart the bound 1/√‖B‖ stands in.
  void learnVectorNorms(const MV& kept) {
    const std::vector<Real<S>> norms = columnNorms(kept);
    for (std::size_t j = 0; j < std::min(norms.size(), vectorNorm_.size()); ++j) vectorNorm_[j] = norms[j];
  }

  /// The vectors that the small matrix belongs to; the last block stands behind them.
  Teuchos::RCP<const MV> basisVectors() const {
    const auto state = solver_->getState();
    return state.V->subView(Teuchos::Range1D(0, state.curDim - 1));
  }

  /// A′V = B′(VΘ + F C) from the recurrence, F the block behind the basis: no product with A′.
  MV images(const RitzPairs<S>& ritz) const {
    const auto state = solver_->getState();
    Dense<S> C(this->block, static_cast<int>(ritz.values.size()));
    for (int j = 0; j < C.cols(); ++j)
      std::copy_n(coupling_.column(order_[static_cast<std::size_t>(j)]), C.rows(), C.column(j));
    std::vector<S> theta(ritz.values.begin(), ritz.values.end());
    MV result = times(columns(*state.V, state.curDim, this->block), C);
    MV scaled(ritz.vectors, Teuchos::Copy);
    scaled.scale(Teuchos::arrayViewFromVector(theta));
    result.update(S(1), scaled, S(1));
    if (!pencil_.mass) return result;
    pencil_.applyMass(result, scaled);
    return scaled;
  }

  Dense<S> leadingVectors(int count) const {
    Dense<S> C(small_.vectors.rows(), count);
    for (int j = 0; j < count; ++j)
      std::copy_n(small_.vectors.column(order_[static_cast<std::size_t>(j)]), C.rows(), C.column(j));
    return C;
  }

  RunEnd exhausted(std::string why) {
    this->exhaustedBecause = std::move(why);
    return RunEnd::Exhausted;
  }

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  Supervisor& supervisor_;
  std::shared_ptr<const MV> deflate_;
  std::optional<Real<S>> bar_;
  Teuchos::RCP<OrthoManagerFor<S>> ortho_;
  Teuchos::RCP<StopAfterStep<S>> stepControl_;
  Teuchos::RCP<Solver> solver_;
  SmallEigen<S> small_;
  std::vector<int> order_;
  Dense<S> coupling_;
  std::vector<Real<S>> vectorNorm_;
};

}  // namespace

template <class S>
std::unique_ptr<PairFinder<S>> makeKrylovSchurFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                     const KrylovSchur& parameters,
                                                     const MultiVector<S>& start, Supervisor& supervisor,
                                                     std::shared_ptr<const MultiVector<S>> deflate,
                                                     std::optional<Real<S>> bar) {
  return std::make_unique<KrylovSchurFinder<S>>(pencil, options, parameters, start, supervisor,
                                                std::move(deflate), bar);
}

#define RITZ_KRYLOV_SCHUR(S)                                                                         \
  template std::unique_ptr<PairFinder<S>> makeKrylovSchurFinder<S>(                                  \
      const Pencil<S>&, const EigenOptions&, const KrylovSchur&, const MultiVector<S>&, Supervisor&, \
      std::shared_ptr<const MultiVector<S>>, std::optional<Real<S>>);
RITZ_FOR_EACH_SCALAR(RITZ_KRYLOV_SCHUR)

}  // namespace ritz
