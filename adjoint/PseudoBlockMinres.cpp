#include <ritz/adjoint/PseudoBlockMinres.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <array>
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

/// z ← z/γ, q = H z − (δ/γ) v − (γ/γ₋) v₋ and zNext = M q; returns δ = ⟨z, H z⟩ of each column.
template <class S>
typename PseudoBlockMinres<S>::List PseudoBlockMinres<S>::lanczosStep() {
  const std::size_t m = scalars_.size();
  if (q_.getNumVectors() != m) {
    q_ = MV(z_.getMap(), m, false);
    zNext_ = MV(z_.getMap(), m, false);
  }
  List inverse(m), ratio(m), ratioBefore(m);
  for (std::size_t j = 0; j < m; ++j) inverse[j] = 1 / scalars_[j].gamma;
  scaleColumns(z_, inverse);
  this->problem_.applyOp(z_, q_);
  const List delta = columnDots(z_, q_);
  for (std::size_t j = 0; j < m; ++j) {
    ratio[j] = -delta[j] / scalars_[j].gamma;
    ratioBefore[j] = -scalars_[j].gamma / scalars_[j].gammaBefore;
  }
  addColumns(q_, ratio, v_);
  addColumns(q_, ratioBefore, vBefore_);
  precondition(q_, zNext_);
  return delta;
}

/// Applies the last two rotations to the new column of T and finds the next one.
template <class S>
typename PseudoBlockMinres<S>::Pivots PseudoBlockMinres<S>::rotate(Scalars& column, Real<S> delta,
                                                                   Real<S> gammaNext) const {
  const Real<S> a0 = column.c * delta - column.cBefore * column.s * column.gamma;
  const Real<S> a1 = std::hypot(a0, gammaNext);
  const Real<S> a2 = column.s * delta + column.cBefore * column.c * column.gamma;
  const Real<S> a3 = column.sBefore * column.gamma;
  column.cBefore = column.c;
  column.sBefore = column.s;
  column.c = a0 / a1;
  column.s = gammaNext / a1;
  column.smallestPivot = std::min(column.smallestPivot, a1);
  column.gammaBefore = column.gamma;
  column.gamma = gammaNext;
  return {a1, a2, a3};
}

template <class S>
void PseudoBlockMinres<S>::step() {
  const List delta = lanczosStep(), squares = columnDots(q_, zNext_);
  const std::size_t m = scalars_.size();
  List inverse1(m), minus2(m), minus3(m), length(m);
  for (std::size_t j = 0; j < m; ++j) {
    Scalars& column = scalars_[j];
    const Real<S> gammaNext = squares[j] > 0 ? std::sqrt(squares[j]) : Real<S>(0);
    const Pivots a = rotate(column, delta[j], gammaNext);
    inverse1[j] = 1 / a.first;
    minus2[j] = -a.second;
    minus3[j] = -a.third;
    length[j] = column.c * column.eta;
    column.eta = -column.s * column.eta;
    this->residuals_[j] = std::abs(column.eta) * column.toEuclid;
    this->curvatures_[j] = this->effective_[j] = column.smallestPivot;
    this->failed_[j] = !std::isfinite(inverse1[j]) || (gammaNext == 0 && this->residuals_[j] > 0);
  }
  // w₋ becomes the new w = (z − a₃ w₋ − a₂ w)/a₁ where it stands.
  scaleAndAddColumns(wBefore_, minus3, z_);
  addColumns(wBefore_, minus2, w_);
  scaleColumns(wBefore_, inverse1);
  addColumns(this->x_, length, wBefore_);
  wBefore_.swap(w_);
  vBefore_.swap(v_);
  v_.swap(q_);
  z_.swap(zNext_);
}

template <class S>
void PseudoBlockMinres<S>::keep(const std::vector<int>& positions) {
  if (v_.getNumVectors() == 0) return;  // nothing has begun
  const std::array<MV*, 5> blocks{&v_, &vBefore_, &z_, &w_,
                                  &wBefore_};  // braced in the loop, nvcc mistakes it
  for (MV* X : blocks) this->keepColumns(*X, positions);
  this->keepItems(scalars_, positions);
}

RITZ_INSTANTIATE(PseudoBlockMinres)

}  // namespace ritz
