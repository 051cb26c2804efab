#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/StartShare.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

template <class S>
void StartShare<S>::advance(const KrylovBasis<S>& basis) {
  const int m = basis.size();
  if (isBroken_ || m < static_cast<int>(g_.size())) return;
  const Dense<S> T = basis.projected(), C = basis.coupling();
  Real<S> scale = std::abs(theta_);
  for (int j = 0; j < m; ++j) scale = std::max(scale, std::abs(T(j, j)));
  const Real<S> rounding = 1000 * std::numeric_limits<Real<S>>::epsilon() * scale;
  for (int j = static_cast<int>(g_.size()) - 1; j < m; ++j) {
    S next = S(theta_) * g_[static_cast<std::size_t>(j)];
    for (int i = 0; i <= j; ++i) next -= g_[static_cast<std::size_t>(i)] * T(i, j);
    const S beta = j + 1 < m ? T(j + 1, j) : C(0, j);
    isBroken_ = isBroken_ || !(std::abs(beta) > rounding);
    if (isBroken_) return;
    g_.push_back(next / beta);
  }
  Real<S> square = 0;
  for (const S& entry : g_) square += std::norm(entry);
  if (square > 0) least_ = std::min(least_, 1 / std::sqrt(square));
}

template <class S>
void StartShare<S>::restart(const Dense<S>& Q) {
  if (isBroken_) return;
  std::vector<S> kept(static_cast<std::size_t>(Q.cols()), S(0));
  for (int j = 0; j < Q.cols(); ++j)
    for (int i = 0; i < Q.rows(); ++i)
      kept[static_cast<std::size_t>(j)] += g_[static_cast<std::size_t>(i)] * Q(i, j);
  kept.push_back(g_.back());
  g_ = std::move(kept);
}

template <class S>
Real<S> StartShare<S>::bound() const {
  return isBroken_ ? Real<S>(1) : least_;
}

RITZ_INSTANTIATE(StartShare)

}  // namespace ritz
