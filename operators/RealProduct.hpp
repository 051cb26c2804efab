#pragma once

#include <Kokkos_Complex.hpp>
#include <Kokkos_Core.hpp>

namespace ritz::detail {

/// Re(ā b).
template <class R>
KOKKOS_INLINE_FUNCTION R realProduct(R a, R b) {
  return a * b;
}

template <class R>
KOKKOS_INLINE_FUNCTION R realProduct(const Kokkos::complex<R>& a, const Kokkos::complex<R>& b) {
  return a.real() * b.real() + a.imag() * b.imag();
}

}  // namespace ritz::detail
