#include <ritz/adjoint/PseudoBlockMinres.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <cmath>

namespace ritz {

template <class S>
void PseudoBlockMinres<S>::precondition(const MV& v, MV& z) const {
  if (this->problem_.changesResiduals())
    this->problem_.applyLeftPrec(v, z);
  else
    Tpetra::deep_copy(z, v);
}

template <class S>
void PseudoBlockMinres<S>::begin() {
  const MV zero(this->r_.getMap(), this->r_.getNumVectors());
  v_ = MV(this->r_, Teuchos::Copy);
  z_ = MV(zero, Teuchos::Copy);
  vBefore_ = MV(zero, Teuchos::Copy);
  w_ = MV(zero, Teuchos::Copy);
  wBefore_ = MV(zero, Teuchos::Copy);
  precondition(v_, z_);
  const std::vector<Real<S>> squares = columnDots(v_, z_);
  scalars_.assign(squares.size(), {});
  for (std::size_t j = 0; j < squares.size(); ++j) {
    scalars_[j].gamma = scalars_[j].eta = std::sqrt(squares[j]);
    scalars_[j].toEuclid = this->residuals_[j] / scalars_[j].gamma;
  }
}

/// Applies the last two rotations to the new column of T and finds the next one; returns the pivot.
template <class S>
Real<S> PseudoBlockMinres<S>::rotate(Scalars& column, Real<S> delta, Real<S> gammaNext, Real<S>& a2,
                                     Real<S>& a3) const {
  const Real<S> a0 = column.c * delta - column.cBefore * column.s * column.gamma;
  const Real<S> a1 = std::hypot(a0, gammaNext);
  a2 = column.s * delta + column.cBefore * column.c * column.gamma;
  a3 = column.sBefore * column.gamma;
  column.cBefore = column.c;
  column.sBefore = column.s;
  column.c = a0 / a1;
  column.s = gammaNext / a1;
  column.smallestPivot = std::min(column.smallestPivot, a1);
  return a1;
}

template <class S>
void PseudoBlockMinres<S>::step() {
  using List = std::vector<Real<S>>;
  const std::size_t m = scalars_.size();
  List inverse(m), ratio(m), ratioBefore(m), a1(m), minus2(m), minus3(m), length(m);
  for (std::size_t j = 0; j < m; ++j) inverse[j] = 1 / scalars_[j].gamma;
  scaleColumns(z_, inverse);
  MV q(z_.getMap(), m, false), zNext(z_.getMap(), m, false);
  this->problem_.applyOp(z_, q);
  const List delta = columnDots(z_, q);
  for (std::size_t j = 0; j < m; ++j) {
    ratio[j] = -delta[j] / scalars_[j].gamma;
    ratioBefore[j] = -scalars_[j].gamma / scalars_[j].gammaBefore;
  }
  addColumns(q, ratio, v_);
  addColumns(q, ratioBefore, vBefore_);
  precondition(q, zNext);
  const List squares = columnDots(q, zNext);
  for (std::size_t j = 0; j < m; ++j) {
    Scalars& column = scalars_[j];
    const Real<S> gammaNext = squares[j] > 0 ? std::sqrt(squares[j]) : Real<S>(0);
    Real<S> a2 = 0, a3 = 0;
    a1[j] = 1 / rotate(column, delta[j], gammaNext, a2, a3);
    minus2[j] = -a2;
    minus3[j] = -a3;
    length[j] = column.c * column.eta;
    column.eta = -column.s * column.eta;
    column.gammaBefore = column.gamma;
    column.gamma = gammaNext;
    this->residuals_[j] = std::abs(column.eta) * column.toEuclid;
    this->curvatures_[j] = this->effective_[j] = column.smallestPivot;
    this->failed_[j] = !std::isfinite(a1[j]) || (gammaNext == 0 && this->residuals_[j] > 0);
  }
  MV wNext(z_, Teuchos::Copy);
  addColumns(wNext, minus3, wBefore_);
  addColumns(wNext, minus2, w_);
  scaleColumns(wNext, a1);
  addColumns(this->x_, length, wNext);
  wBefore_ = w_;
  w_ = wNext;
  vBefore_ = v_;
  v_ = q;
  z_ = zNext;
}

template <class S>
void PseudoBlockMinres<S>::keep(const std::vector<int>& positions) {
  if (v_.getNumVectors() == 0) return;  // nothing has begun
  for (MV* X : {&v_, &vBefore_, &z_, &w_, &wBefore_}) this->keepColumns(*X, positions);
  this->keepItems(scalars_, positions);
}

RITZ_INSTANTIATE(PseudoBlockMinres)

}  // namespace ritz
