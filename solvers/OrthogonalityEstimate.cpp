#include <ritz/solvers/OrthogonalityEstimate.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace ritz {

template <class R>
void OrthogonalityEstimate<R>::reset(int columns, R rounding) {
  newest_.assign(static_cast<std::size_t>(columns), rounding);
  before_.assign(static_cast<std::size_t>(columns > 0 ? columns - 1 : 0), rounding);
}

template <class R>
R OrthogonalityEstimate<R>::advance(const std::vector<R>& diagonal, const std::vector<R>& coupling, int arrow,
                                    R rounding) {
  const std::size_t j = newest_.size(), a = static_cast<std::size_t>(arrow);
  const auto omega = [&](std::size_t l) { return l == j ? R(1) : newest_[l]; };
  next_.assign(j + 1, rounding);
  R largest = rounding;
  for (std::size_t i = 0; i + 1 < j; ++i) {
    R sum = (diagonal[i] - diagonal[j]) * omega(i) - coupling[j - 1] * before_[i];
    if (i < a)
      sum += coupling[i] * omega(a);
    else if (i == a)
      for (std::size_t l = 0; l < a; ++l) sum += coupling[l] * omega(l);
    else
      sum += coupling[i - 1] * omega(i - 1);
    if (i >= a) sum += coupling[i] * omega(i + 1);
    next_[i] = sum / coupling[j];
    next_[i] += std::copysign(rounding, next_[i]);
    largest = std::max(largest, std::abs(next_[i]));
  }
  before_.swap(newest_);
  newest_.swap(next_);
  return largest;
}

template class OrthogonalityEstimate<double>;
template class OrthogonalityEstimate<float>;

}  // namespace ritz
