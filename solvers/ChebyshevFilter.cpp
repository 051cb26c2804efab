#include <ritz/solvers/ChebyshevFilter.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

template <class R>
R ChebyshevFilter<R>::value(R lambda) const {
  const R x = (lambda - center_) / half_, d = static_cast<R>(degree_);
  if (std::abs(x) <= 1) return std::cos(d * std::acos(x));
  return std::copysign(std::cosh(d * std::acosh(std::abs(x))), x);
}

template <class R>
R ChebyshevFilter<R>::inverse(R theta) const {
  return center_ + half_ * std::cosh(std::acosh(std::max(theta, R(1))) / static_cast<R>(degree_));
}

template <class R>
R ChebyshevFilter<R>::inverseBeyondFarEnd(R theta) const {
  return center_ - half_ * std::cosh(std::acosh(std::max(-theta, R(1))) / static_cast<R>(degree_));
}

template <class R>
R ChebyshevFilter<R>::residualFactor(R theta) const {
  if (!(theta > 1)) return std::numeric_limits<R>::infinity();
  return std::abs(inverse(theta) - farEnd_) / (theta - 1);
}

template class ChebyshevFilter<double>;
template class ChebyshevFilter<float>;

}  // namespace ritz
