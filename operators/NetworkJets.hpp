#pragma once

#include <Kokkos_Core.hpp>

#include <cmath>

/// Arithmetic with nilpotents, for derivatives of any order in distinct directions.
namespace ritz::detail {

/// Σ part[c] ε^c over the subsets c of {1, …, K}, written as bit masks, with εᵢ² = 0. A function of
/// x + Σ εᵢ dᵢ has its K-th derivative in the directions d₁ … d_K in the last part.
template <class R, int K>
struct Jet {
  static constexpr int Size = 1 << K;
  R part[Size];
};

template <class R, int K>
KOKKOS_INLINE_FUNCTION Jet<R, K> constantJet(R value) {
  Jet<R, K> x{};
  x.part[0] = value;
  return x;
}

template <class R, int K>
KOKKOS_INLINE_FUNCTION Jet<R, K> operator+(const Jet<R, K>& x, const Jet<R, K>& y) {
  Jet<R, K> sum;
  for (int c = 0; c < Jet<R, K>::Size; ++c) sum.part[c] = x.part[c] + y.part[c];
  return sum;
}

template <class R, int K>
KOKKOS_INLINE_FUNCTION Jet<R, K> operator-(const Jet<R, K>& x, const Jet<R, K>& y) {
  Jet<R, K> difference;
  for (int c = 0; c < Jet<R, K>::Size; ++c) difference.part[c] = x.part[c] - y.part[c];
  return difference;
}

template <class R, int K>
KOKKOS_INLINE_FUNCTION Jet<R, K> operator*(const Jet<R, K>& x, const Jet<R, K>& y) {
  Jet<R, K> product{};
  for (int c = 0; c < Jet<R, K>::Size; ++c)
    for (int p = 0; p <= c; ++p)
      if ((p & c) == p) product.part[c] += x.part[p] * y.part[c ^ p];
  return product;
}

template <class R, int K>
KOKKOS_INLINE_FUNCTION Jet<R, K> operator*(R factor, Jet<R, K> x) {
  for (int c = 0; c < Jet<R, K>::Size; ++c) x.part[c] *= factor;
  return x;
}

/// f(x) for f that is `value` on numbers and whose derivative `slope(x, f(x))` is known on jets: with
/// x = l + ε_K h, f(x) = f(l) + ε_K f′(l) h.
template <class R, int K, class Function>
KOKKOS_INLINE_FUNCTION Jet<R, K> compose(const Function& f, const Jet<R, K>& x) {
  Jet<R, K> result;
  if constexpr (K == 0) {
    result.part[0] = f.value(x.part[0]);
  } else {
    constexpr int Half = Jet<R, K - 1>::Size;
    Jet<R, K - 1> low, high;
    for (int c = 0; c < Half; ++c) {
      low.part[c] = x.part[c];
      high.part[c] = x.part[Half + c];
    }
    const auto f0 = compose(f, low);
    const auto f1 = f.slope(low, f0) * high;
    for (int c = 0; c < Half; ++c) {
      result.part[c] = f0.part[c];
      result.part[Half + c] = f1.part[c];
    }
  }
  return result;
}

struct Exponential {
  template <class R>
  KOKKOS_INLINE_FUNCTION R value(R x) const {
    using std::exp;
    return exp(x);
  }
  template <class J>
  KOKKOS_INLINE_FUNCTION J slope(const J&, const J& y) const {
    return y;
  }
};

struct Reciprocal {
  template <class R>
  KOKKOS_INLINE_FUNCTION R value(R x) const {
    return R(1) / x;
  }
  template <class R, int K>
  KOKKOS_INLINE_FUNCTION Jet<R, K> slope(const Jet<R, K>&, const Jet<R, K>& y) const {
    return R(-1) * (y * y);
  }
};

struct Logarithm {
  template <class R>
  KOKKOS_INLINE_FUNCTION R value(R x) const {
    using std::log;
    return log(x);
  }
  template <class J>
  KOKKOS_INLINE_FUNCTION J slope(const J& x, const J&) const {
    return compose(Reciprocal{}, x);
  }
};

}  // namespace ritz::detail
