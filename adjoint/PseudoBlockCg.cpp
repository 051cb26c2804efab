#include <ritz/adjoint/PseudoBlockCg.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

namespace ritz {

/// z = M r, and ⟨r, z⟩.
template <class S>
std::vector<Real<S>> PseudoBlockCg<S>::preconditioned() {
  if (z_.getNumVectors() != this->r_.getNumVectors())
    z_ = MultiVector<S>(this->r_.getMap(), this->r_.getNumVectors());
  this->problem_.applyLeftPrec(this->r_, z_);
  return columnDots(this->r_, z_);
}

template <class S>
void PseudoBlockCg<S>::begin() {
  bounds_.resize(this->live_.size());
  energies_.resize(this->live_.size());
  if (!this->problem_.changesResiduals()) {
    rz_ = columnDots(this->r_, this->r_);
    p_ = MultiVector<S>(this->r_, Teuchos::Copy);
    return;
  }
  rz_ = preconditioned();
  p_ = MultiVector<S>(z_, Teuchos::Copy);
}

template <class S>
void PseudoBlockCg<S>::step() {
  MultiVector<S> q(p_.getMap(), p_.getNumVectors(), false);
  this->problem_.applyOp(p_, q);
  const std::vector<Real<S>> pq = columnDots(p_, q);
  std::vector<Real<S>> alpha(pq.size(), 0), minus(pq.size(), 0);
  for (std::size_t j = 0; j < pq.size(); ++j) {
    this->failed_[j] = !(pq[j] > 0 && rz_[j] > 0);
    if (this->failed_[j]) continue;
    alpha[j] = rz_[j] / pq[j];
    minus[j] = -alpha[j];
  }
  addColumns(this->x_, alpha, p_);
  addColumns(this->r_, minus, q);
  const bool plain = !this->problem_.changesResiduals();
  const std::vector<Real<S>> next = plain ? columnDots(this->r_, this->r_) : preconditioned();
  std::vector<Real<S>> sizes;  // of z: with ‖z‖/μ(MH) as the error of x, ‖r‖/(μ ‖r‖/‖z‖) is the same
  if (!plain) {
    this->residuals_ = columnNorms(this->r_);
    sizes = columnNorms(z_);
  }
  std::vector<Real<S>> beta(pq.size(), 0);
  for (std::size_t j = 0; j < pq.size(); ++j) {
    if (plain) this->residuals_[j] = std::sqrt(next[j]);
    if (this->failed_[j]) continue;
    beta[j] = next[j] / rz_[j];
    energies_[j].add(alpha[j], rz_[j]);
    this->curvatures_[j] = bounds_[j].add(alpha[j], beta[j]);
    this->effective_[j] = this->curvatures_[j];
    // With e = δxᴴHδx/⟨r, z⟩, ‖δx‖/‖z‖ is between e (Cauchy and Schwarz) and √(e/μ): their mean.
    if (const Real<S> e = energies_[j].perResidual(); e > 0)
      this->effective_[j] = std::pow(this->curvatures_[j] / (e * e * e), Real<S>(0.25));
    if (plain || !(sizes[j] > 0)) continue;
    this->curvatures_[j] *= this->residuals_[j] / sizes[j];
    this->effective_[j] *= this->residuals_[j] / sizes[j];
  }
  rz_ = next;
  scaleAndAddColumns(p_, beta, plain ? this->r_ : z_);
}

template <class S>
void PseudoBlockCg<S>::keep(const std::vector<int>& positions) {
  if (p_.getNumVectors() == 0) return;  // nothing has begun
  this->keepColumns(p_, positions);
  this->keepItems(rz_, positions);
  this->keepItems(bounds_, positions);
  this->keepItems(energies_, positions);
}

RITZ_INSTANTIATE(PseudoBlockCg)

}  // namespace ritz
