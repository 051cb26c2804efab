#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/SymmetricQmr.hpp>

#include <cmath>
#include <limits>

namespace ritz {

namespace {

/// Re ⟨x, y⟩; Kokkos has complex numbers of its own.
template <class S>
Real<S> realDot(const Tpetra::Vector<S>& x, const Tpetra::Vector<S>& y) {
  return std::real(static_cast<S>(x.dot(y)));
}

}  // namespace

template <class S>
SymmetricQmr<S>::SymmetricQmr(const Problem& problem, Test& test, const MV& b)
    : problem_(problem),
      test_(test),
      g_(*b.getVector(0), Teuchos::Copy),
      z_(b.getMap(), false),
      q_(b.getMap(), false),
      w_(b.getMap(), false),
      delta_(b.getMap()),
      t_(b.getMap()) {}

template <class S>
void SymmetricQmr<S>::initialize() {
  scalars_ = {};
  scalars_.residual = g_.norm2();
  theta_ = slope_ = phi_ = psi_ = 0;
  problem_.applyLeftPrec(g_, z_);
  Tpetra::deep_copy(q_, z_);
  rho_ = realDot(g_, z_);
  initialized_ = true;
}

/// The next direction q, H-conjugate to the last one.
template <class S>
void SymmetricQmr<S>::turn() {
  problem_.applyLeftPrec(g_, z_);
  const Real<S> before = rho_;
  rho_ = realDot(g_, z_);
  q_.update(S(1), z_, S(rho_ / before));
}

/// t along q, or nothing where rounding, or a K that is not definite, leaves no way to go.
template <class S>
bool SymmetricQmr<S>::step() {
  if (!(rho_ > 0) || !(scalars_.residual > 0)) return false;
  problem_.applyOp(q_, w_);
  const Real<S> sigma = realDot(q_, w_), alpha = rho_ / sigma;
  if (!std::isfinite(alpha)) return false;
  g_.update(S(-alpha), w_, S(1));
  note(alpha, sigma);
  ++iterations_;
  return true;
}

template <class S>
void SymmetricQmr<S>::note(Real<S> alpha, Real<S> sigma) {
  const Real<S> before = theta_;
  theta_ = g_.norm2() / scalars_.residual;
  const Real<S> cosine = 1 / (1 + theta_ * theta_), gamma = cosine * before * before, eta = alpha * cosine;
  delta_.update(S(eta), q_, S(gamma));
  t_.update(S(1), delta_, S(1));
  slope_ = gamma * slope_ + eta * rho_;
  psi_ = gamma * (psi_ + phi_);
  phi_ = gamma * gamma * phi_ + eta * eta * sigma;
  const Real<S> length = t_.norm2();
  scalars_ = {scalars_.residual * theta_ * std::sqrt(cosine), scalars_.overlap - slope_,
              scalars_.curvature + 2 * psi_ + phi_, length * length};
}

template <class S>
void SymmetricQmr<S>::iterate() {
  if (!initialized_) initialize();
  while (test_.checkStatus(this) != Belos::Passed) {
    if (iterations_ > 0) turn();
    if (!step()) return;
  }
}

template <class S>
bool SymmetricQmr<S>::isDefinite() const {
  return !(rho_ < 0) || -rho_ <= std::sqrt(std::numeric_limits<Real<S>>::epsilon()) * g_.norm2() * z_.norm2();
}

template <class S>
Teuchos::RCP<const MultiVector<S>> SymmetricQmr<S>::getNativeResiduals(std::vector<Real<S>>* norms) const {
  if (norms) norms->assign(1, scalars_.residual);
  return Teuchos::null;
}

RITZ_INSTANTIATE(SymmetricQmr)

}  // namespace ritz
