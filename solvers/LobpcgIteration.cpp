#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/LobpcgIteration.hpp>
#include <ritz/solvers/Verification.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

template <class S>
Real<S> largestEntry(const Dense<S>& M) {
  Real<S> largest = 0;
  for (int j = 0; j < M.cols(); ++j)
    for (int i = 0; i < M.rows(); ++i) largest = std::max(largest, Real<S>(std::abs(M(i, j))));
  return largest;
}

}  // namespace

template <class S>
LobpcgIteration<S>::LobpcgIteration(const Pencil<S>& pencil, const EigenOptions& options, const MV& start,
                                    std::shared_ptr<const MV> locked, Teuchos::RCP<OrthoManagerFor<S>> ortho)
    : pencil_(pencil),
      options_(options),
      locked_(std::move(locked)),
      ortho_(std::move(ortho)),
      control_(Teuchos::rcp(new StopAfterStep<S>)),
      values_(start.getNumVectors()) {
  using OP = Operator<S>;
  const int size = blockSize();
  auto problem = Teuchos::rcp(new Anasazi::BasicEigenproblem<S, MV, OP>(
      Teuchos::RCP<OP>(toRcp(pencil.A)), Teuchos::rcp(new MV(start, Teuchos::Copy))));
  problem->setHermitian(true);
  problem->setNEV(std::min(size, options.numPairs));
  if (pencil.mass) problem->setM(toRcp(pencil.mass));
  if (pencil.preconditioner) problem->setPrec(toRcp(pencil.preconditioner));
  problem->setProblem();
  Teuchos::ParameterList list;
  list.set("Block Size", size);
  list.set("Full Ortho", true);
  solver_ = Teuchos::rcp(new Anasazi::LOBPCG<S, MV, OP>(problem, makeSorter<S>(options.which),
                                                        makeSilence<S>(), control_, ortho_, list));
  if (locked_) solver_->setAuxVecs(Teuchos::tuple(Teuchos::RCP<const MV>(toRcp(locked_))));
  solver_->initialize();
  readValues();
}

template <class S>
void LobpcgIteration<S>::readValues() {
  const auto values = solver_->getRitzValues();
  for (std::size_t j = 0; j < values_.size(); ++j) values_[j] = values[j].realpart;
}

template <class S>
bool LobpcgIteration<S>::step() {
  control_->allowOneMore(*solver_);
  try {
    solver_->iterate();
  } catch (const Anasazi::AnasaziError&) {
    return false;
  }
  readValues();
  return true;
}

/// Anasazi's Cholesky factor of [X P] can be so ill conditioned, with P nearly dependent, that both come out
/// wrong.
template <class S>
bool LobpcgIteration<S>::isOrthonormal() const {
  const Real<S> drift = std::sqrt(std::numeric_limits<Real<S>>::epsilon()) / 16;  // 1e-9 in double
  const auto state = solver_->getState();
  const MV& MX = state.MX.is_null() ? *state.X : *state.MX;
  Dense<S> xx = gram(*state.X, MX);
  for (int j = 0; j < xx.cols(); ++j) xx(j, j) -= S(1);
  return largestEntry(xx) < drift && (state.P.is_null() || largestEntry(gram(*state.P, MX)) < drift);
}

template <class S>
MultiVector<S> LobpcgIteration<S>::descended() const {
  const auto state = solver_->getState();
  MV H(*state.R, Teuchos::Copy);
  Teuchos::Array<Teuchos::RCP<const MV>> others(1, state.X);
  if (locked_) others.push_back(toRcp(locked_));
  ortho_->projectAndNormalizeMat(H, others);
  return columns(verify(pencil_, joined(*state.X, H), options_.which).U, 0, blockSize());
}

RITZ_INSTANTIATE(LobpcgIteration)

}  // namespace ritz
