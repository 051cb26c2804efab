#pragma once

#include <ritz/operators/Network.hpp>
#include <ritz/operators/NetworkJets.hpp>

/// The functions behind Activation. With a = f(z), f′(z) = h(a) is a polynomial in a, so that nothing but a
/// has to be kept; `curve` is h′(a).
namespace ritz::detail {

struct IdentityFunction {
  template <class R>
  KOKKOS_INLINE_FUNCTION R value(R z) const {
    return z;
  }
  template <class R, int K>
  KOKKOS_INLINE_FUNCTION Jet<R, K> slope(const Jet<R, K>&, const Jet<R, K>&) const {
    return constantJet<R, K>(1);
  }
  template <class R>
  KOKKOS_INLINE_FUNCTION R curve(R) const {
    return R(0);
  }
};

struct TanhFunction {
  template <class R>
  KOKKOS_INLINE_FUNCTION R value(R z) const {
    using std::tanh;
    return tanh(z);
  }
  template <class R, int K>
  KOKKOS_INLINE_FUNCTION Jet<R, K> slope(const Jet<R, K>&, const Jet<R, K>& a) const {
    return constantJet<R, K>(1) - a * a;
  }
  template <class R>
  KOKKOS_INLINE_FUNCTION R curve(R a) const {
    return R(-2) * a;
  }
};

struct ReluFunction {
  template <class R>
  KOKKOS_INLINE_FUNCTION R value(R z) const {
    return z > R(0) || z != z ? z : R(0);
  }
  template <class R, int K>
  KOKKOS_INLINE_FUNCTION Jet<R, K> slope(const Jet<R, K>&, const Jet<R, K>& a) const {
    return constantJet<R, K>(a.part[0] > R(0) ? R(1) : R(0));
  }
  template <class R>
  KOKKOS_INLINE_FUNCTION R curve(R) const {
    return R(0);
  }
};

struct SigmoidFunction {
  template <class R>
  KOKKOS_INLINE_FUNCTION R value(R z) const {
    using std::exp;
    return R(1) / (R(1) + exp(-z));
  }
  template <class R, int K>
  KOKKOS_INLINE_FUNCTION Jet<R, K> slope(const Jet<R, K>&, const Jet<R, K>& a) const {
    return a - a * a;
  }
  template <class R>
  KOKKOS_INLINE_FUNCTION R curve(R a) const {
    return R(1) - R(2) * a;
  }
};

/// h(a) on numbers.
template <class Function, class R>
KOKKOS_INLINE_FUNCTION R slopeAt(const Function& f, R a) {
  const Jet<R, 0> jet{{a}};
  return f.slope(jet, jet).part[0];
}

/// Calls work with the function that `activation` names.
template <class Work>
void withActivation(Activation activation, const Work& work) {
  switch (activation) {
    case Activation::Identity:
      return work(IdentityFunction{});
    case Activation::Tanh:
      return work(TanhFunction{});
    case Activation::Relu:
      return work(ReluFunction{});
    case Activation::Sigmoid:
      return work(SigmoidFunction{});
  }
}

}  // namespace ritz::detail
