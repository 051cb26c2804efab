#include <ritz/adjoint/ClusterBlocks.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/PullbackTangent.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <utility>

namespace ritz {

namespace {

template <class S>
Dense<S> sum(Dense<S> A, const Dense<S>& B, S factor = S(1)) {
  for (int j = 0; j < B.cols(); ++j)
    for (int i = 0; i < B.rows(); ++i) A(i, j) += factor * B(i, j);
  return A;
}

/// ½ (ΛE + EΛ).
template <class S>
Dense<S> symmetrized(const std::vector<Real<S>>& values, Dense<S> E) {
  for (int j = 0; j < E.cols(); ++j)
    for (int i = 0; i < E.rows(); ++i)
      E(i, j) *= S((values[static_cast<std::size_t>(i)] + values[static_cast<std::size_t>(j)]) / 2);
  return E;
}

template <class S>
std::vector<Real<S>> negative(std::vector<Real<S>> values) {
  for (Real<S>& value : values) value = -value;
  return values;
}

}  // namespace

template <class S>
PullbackTangent<S>::PullbackTangent(const PairResponse<S>& pairs, Cotangent<S> cotangent, MultiVectorPtr<S> X)
    : result_(*pairs.result()),
      clusterOf_(pairs.clusters().clusterOf()),
      cotangent_(std::move(cotangent)),
      X_(std::move(X)) {
  if (X_) BX_ = std::make_shared<MultiVector<S>>(timesMass(*X_));
  if (X_) M_ = gram(*result_.vectors, *cotangent_.vectors);
  N_ = overGaps(antiHermitianPart(M_), clusterOf_, result_.values);
  E_ = sum(insideClusters(cotangent_.values, clusterOf_), N_);
}

template <class S>
Real<S> PullbackTangent<S>::fixedSize() const {
  return frobenius(E_);
}

template <class S>
MultiVector<S> PullbackTangent<S>::timesMass(const MultiVector<S>& X) const {
  MultiVector<S> Y(X, Teuchos::Copy);
  if (result_.problem.mass) result_.problem.mass->apply(X, Y);
  return Y;
}

template <class S>
MultiVectorPtr<S> PullbackTangent<S>::force(const SecondMove<S>& move) const {
  auto force = std::make_shared<MultiVector<S>>(*move.cotangent.vectors, Teuchos::Copy);
  if (move.onX.AU) force->update(S(1), *move.onX.AU, S(1));
  if (move.onX.BU) addColumns(*force, negative<S>(result_.values), *move.onX.BU);
  addToBlock(S(-1), *BX_, move.pairs.values, *force);
  if (move.onU.BU) addToBlock(S(-1), *move.onU.BU, M_, *force);
  addToBlock(S(-1), timesMass(*move.pairs.vectors), M_, *force);
  return force;
}

/// dM = dUᴴŪ + UᴴdŪ.
template <class S>
Dense<S> PullbackTangent<S>::overlapChange(const SecondMove<S>& move) const {
  if (!X_) return {};
  return sum(gram(*move.pairs.vectors, *cotangent_.vectors), gram(*result_.vectors, *move.cotangent.vectors));
}

template <class S>
Dense<S> PullbackTangent<S>::mixingChange(const SecondMove<S>& move, const Dense<S>& dM) const {
  if (!X_) return N_;  // zero
  Dense<S> right = antiHermitianPart(dM);
  right = sum(std::move(right), product(N_, move.pairs.values), S(-1));
  right = sum(std::move(right), product(move.pairs.values, N_));
  return overGaps(right, clusterOf_, result_.values);
}

/// U Γ + X₁.
template <class S>
MultiVector<S> PullbackTangent<S>::solutionChange(const SecondMove<S>& move, const MultiVector<S>& X1) const {
  Dense<S> overlap = gram(*move.pairs.vectors, *BX_);
  if (move.onX.BU) overlap = sum(std::move(overlap), gram(*result_.vectors, *move.onX.BU));
  MultiVector<S> dX(X1, Teuchos::Copy);
  addToBlock(S(-1), *result_.vectors, overlap, dX);
  return dX;
}

template <class S>
Pullback<S> PullbackTangent<S>::operator()(const SecondMove<S>& move, const MultiVector<S>* X1,
                                           bool wantsY) const {
  const Dense<S> dM = overlapChange(move);
  const Dense<S> dE = sum(insideClusters(move.cotangent.values, clusterOf_), mixingChange(move, dM));
  Pullback<S> changed;
  changed.U = result_.vectors;
  auto dW = std::make_shared<MultiVector<S>>(times(*move.pairs.vectors, E_));
  addToBlock(S(1), *result_.vectors, dE, *dW);
  std::shared_ptr<MultiVector<S>> dX;
  if (X1) {
    dX = std::make_shared<MultiVector<S>>(solutionChange(move, *X1));
    dW->update(S(1), *dX, S(1));
  }
  changed.W = dW;
  if (wantsY) setY(move, dE, dM, dX.get(), changed);
  return changed;
}

template <class S>
void PullbackTangent<S>::setY(const SecondMove<S>& move, const Dense<S>& dE, const Dense<S>& dM,
                              const MultiVector<S>* dX, Pullback<S>& pullback) const {
  const std::vector<Real<S>>& values = result_.values;
  const Dense<S>& dValues = move.pairs.values;
  Dense<S> still = symmetrized(values, E_);              // ½(ΛE + EΛ)
  Dense<S> moved = hermitianPart(product(dValues, E_));  // and its change
  moved = sum(std::move(moved), symmetrized(values, dE));
  if (X_) {
    still = sum(std::move(still), hermitianPart(M_), S(0.5));
    moved = sum(std::move(moved), hermitianPart(dM), S(0.5));
  }
  auto dY = std::make_shared<MultiVector<S>>(times(*move.pairs.vectors, still));
  addToBlock(S(1), *result_.vectors, moved, *dY);
  if (dX) {
    addColumns(*dY, values, *dX);
    addToBlock(S(1), *X_, dValues, *dY);
  }
  pullback.Y = dY;
}

RITZ_INSTANTIATE(PullbackTangent)

}  // namespace ritz
