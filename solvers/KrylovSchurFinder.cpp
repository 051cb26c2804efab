#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/AnasaziPieces.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/KrylovFinder.hpp>
#include <ritz/solvers/KrylovSchurFinder.hpp>

#include <AnasaziBlockKrylovSchur.hpp>

#include <algorithm>
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

/// Anasazi's iteration as a KrylovBasis: V, H and the block behind V are its own state.
template <class S>
class AnasaziKrylovBasis final : public KrylovBasis<S> {
  using MV = MultiVector<S>;
  using OP = Operator<S>;
  using Solver = Anasazi::BlockKrylovSchur<S, MV, OP>;
  using Matrix = Teuchos::SerialDenseMatrix<int, S>;

 public:
  AnasaziKrylovBasis(const Pencil<S>& pencil, const EigenOptions& options, int block, int capacity,
                     const MV& start, std::shared_ptr<const MV> deflate)
      : deflate_(std::move(deflate)), ortho_(makeOrthoManager(pencil, options.seed)), block_(block) {
    stepControl_ = Teuchos::rcp(new StopAfterStep<S>);
    Teuchos::RCP<OP> op = pencil.mass ? Teuchos::RCP<OP>(Teuchos::rcp(new MassInverseTimes<S>(pencil)))
                                      : Teuchos::RCP<OP>(toRcp(pencil.A));
    auto problem = Teuchos::rcp(
        new Anasazi::BasicEigenproblem<S, MV, OP>(op, Teuchos::rcp(new MV(start, Teuchos::Copy))));
    problem->setHermitian(true);
    problem->setNEV(options.numPairs);
    if (pencil.mass) problem->setM(toRcp(pencil.mass));
    problem->setProblem();
    Teuchos::ParameterList list;
    list.set("Block Size", block);
    list.set("Num Blocks", capacity / block);
    list.set("Step Size", std::numeric_limits<int>::max());  // Anasazi's own Schur forms are never needed
    solver_ = Teuchos::rcp(
        new Solver(problem, makeSorter<S>(options.which), makeSilence<S>(), stepControl_, ortho_, list));
    if (deflate_) solver_->setAuxVecs(Teuchos::tuple(Teuchos::RCP<const MV>(toRcp(deflate_))));
    solver_->initialize();
  }

  bool expand() override {
    const int before = solver_->getCurSubspaceDim();
    stepControl_->allowOneMore(*solver_);
    try {
      solver_->iterate();
    } catch (const Anasazi::AnasaziError& error) {
      throw BasisBrokenDown(error.what());
    }
    return solver_->getCurSubspaceDim() > before;
  }

  void compress(const Dense<S>& Q, const std::vector<Real<S>>& theta) override {
    const int keep = Q.cols();
    const Dense<S> C = coupling();
    auto H = Teuchos::rcp(new Matrix(keep + block_, keep));
    for (int j = 0; j < keep; ++j) {
      (*H)(j, j) = theta[static_cast<std::size_t>(j)];
      for (int l = 0; l < Q.rows(); ++l)
        for (int i = 0; i < block_; ++i) (*H)(keep + i, j) += C(i, l) * Q(l, j);
    }
    Anasazi::BlockKrylovSchurState<S, MV> next;
    next.V = Teuchos::rcp(new MV(joined(combine(Q), residualBlock())));
    next.H = H;
    next.curDim = keep;
    solver_->initialize(next);
  }

  int size() const override { return solver_->getCurSubspaceDim(); }
  int blockSize() const override { return block_; }
  long steps() const override { return solver_->getNumIters(); }

  Dense<S> projected() const override {
    const auto state = solver_->getState();
    const Matrix& H = *state.H;
    Dense<S> T(state.curDim, state.curDim);
    for (int j = 0; j < T.cols(); ++j)
      for (int i = 0; i <= j; ++i) T(i, j) = (H(i, j) + Teuchos::ScalarTraits<S>::conjugate(H(j, i))) / S(2);
    return T;
  }

  Dense<S> coupling() const override {
    const auto state = solver_->getState();
    Dense<S> C(block_, state.curDim);
    for (int j = 0; j < C.cols(); ++j)
      for (int i = 0; i < block_; ++i) C(i, j) = (*state.H)(state.curDim + i, j);
    return C;
  }

  MV combine(const Dense<S>& Q) const override {
    const auto state = solver_->getState();
    return times(*state.V->subView(Teuchos::Range1D(0, state.curDim - 1)), Q);
  }

  MV residualBlock() const override {
    const auto state = solver_->getState();
    return columns(*state.V, state.curDim, block_);
  }

  double orthogonalizationSeconds() const override { return ortho_->seconds(); }

 private:
  std::shared_ptr<const MV> deflate_;
  Teuchos::RCP<OrthoManagerFor<S>> ortho_;
  Teuchos::RCP<StopAfterStep<S>> stepControl_;
  Teuchos::RCP<Solver> solver_;
  int block_;
};

}  // namespace

template <class S>
std::unique_ptr<PairFinder<S>> makeKrylovSchurFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                     const KrylovSchur& parameters,
                                                     const MultiVector<S>& start, Supervisor& supervisor,
                                                     std::shared_ptr<const MultiVector<S>> deflate,
                                                     std::optional<Real<S>> bar) {
  const long long left = pencil.n - (deflate ? static_cast<long long>(deflate->getNumVectors()) : 0);
  const int capacity = krylovSchurBasis(parameters, options.numPairs, left);
  auto basis = std::make_unique<AnasaziKrylovBasis<S>>(pencil, options, parameters.block, capacity, start,
                                                       std::move(deflate));
  return std::make_unique<KrylovFinder<S>>(pencilMap(pencil), options, supervisor, std::move(basis), capacity,
                                           bar);
}

#define RITZ_KRYLOV_SCHUR(S)                                                                         \
  template std::unique_ptr<PairFinder<S>> makeKrylovSchurFinder<S>(                                  \
      const Pencil<S>&, const EigenOptions&, const KrylovSchur&, const MultiVector<S>&, Supervisor&, \
      std::shared_ptr<const MultiVector<S>>, std::optional<Real<S>>);
RITZ_FOR_EACH_SCALAR(RITZ_KRYLOV_SCHUR)

}  // namespace ritz
