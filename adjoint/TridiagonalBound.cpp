#include <ritz/adjoint/TridiagonalBound.hpp>

#include <algorithm>
#include <limits>

namespace ritz {

/// Sylvester: a negative pivot of T − x I means an eigenvalue below x.
template <class R>
bool TridiagonalBound<R>::hasValueBelow(R x) const {
  R pivot = diagonal_[0] - x;
  for (std::size_t i = 1; i < diagonal_.size() && pivot > 0; ++i)
    pivot = diagonal_[i] - x - besideSquare_[i - 1] / pivot;
  return !(pivot > 0);
}

template <class R>
R TridiagonalBound<R>::add(R alpha, R beta) {
  const bool first = diagonal_.empty();
  if (!first) besideSquare_.push_back(beta_ / (alpha_ * alpha_));
  diagonal_.push_back(1 / alpha + (first ? R(0) : beta_ / alpha_));
  alpha_ = alpha;
  beta_ = beta;
  largest_ = std::max(largest_, diagonal_.back());
  // The smallest value only falls: the last one, then one below it, bracket the new one.
  if (first) return smallest_ = diagonal_[0];
  const R rounding = std::numeric_limits<R>::epsilon() * largest_;
  if (smallest_ <= rounding) return smallest_;
  R above = smallest_ < diagonal_.back() ? smallest_ : diagonal_.back(), below = above / 2;
  while (hasValueBelow(below)) {
    above = below;
    below /= 2;
    if (above <= rounding) return smallest_ = above;
  }
  while (above - below > R(1e-3) * above) {
    const R middle = (above + below) / 2;
    (hasValueBelow(middle) ? above : below) = middle;
  }
  return smallest_ = above;
}

template class TridiagonalBound<double>;
template class TridiagonalBound<float>;

}  // namespace ritz
