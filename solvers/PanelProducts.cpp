#include <ritz/solvers/PanelLoops.hpp>

#include <algorithm>
#include <array>

namespace ritz::detail {

namespace {

using Complex = Kokkos::complex<double>;

#if defined(__x86_64__)
template <class R>
__attribute__((target("avx2,fma"))) void productsByAvx2(std::size_t rows, Columns<const R> V,
                                                        Columns<const R> Y, R* sums) {
  products<R, 32>(rows, V, Y, sums);
}
template <class R>
__attribute__((target("avx2,fma"))) void combinationByAvx2(std::size_t rows, Columns<const R> V, const R* C,
                                                           Columns<R> X) {
  combination<R, 32>(rows, V, C, X);
}

bool hasAvx2() {
  static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return has;
}
#endif

template <class R>
void realProducts(std::size_t rows, Columns<const R> V, Columns<const R> Y, R* sums) {
#if defined(__x86_64__)
  if (hasAvx2()) return productsByAvx2<R>(rows, V, Y, sums);
#endif
  products<R, 16>(rows, V, Y, sums);
}

template <class R>
void realCombination(std::size_t rows, Columns<const R> V, const R* C, Columns<R> X) {
#if defined(__x86_64__)
  if (hasAvx2()) return combinationByAvx2<R>(rows, V, C, X);
#endif
  combination<R, 16>(rows, V, C, X);
}

/// Reals of a column that complex numbers are unfolded to at a time, on the stack.
constexpr std::size_t Unfolded = 2048;

/// conj(v) y of complex numbers from sums over reals: Re = Σ v_k y_k, Im = Σ v_k z_k with z = (Im y, −Re y)
/// in place of each y.
template <class R>
void complexProducts(std::size_t rows, Columns<const Kokkos::complex<R>> V, const Kokkos::complex<R>* y,
                     Kokkos::complex<R>* sums) {
  std::array<R, 2 * Unfolded> pair;
  for (std::size_t r = 0; r < rows; ++r) {
    pair[2 * r] = y[r].real();
    pair[2 * r + 1] = y[r].imag();
    pair[Unfolded + 2 * r] = y[r].imag();
    pair[Unfolded + 2 * r + 1] = -y[r].real();
  }
  const auto* reals = reinterpret_cast<const R*>(V.entries);
  for (int first = 0; first < V.columns; first += BlockOfV) {
    const int count = std::min(BlockOfV, V.columns - first);
    std::array<R, 2 * BlockOfV> parts{};
    realProducts<R>(2 * rows, {reals + 2 * first * V.stride, 2 * V.stride, count}, {pair.data(), Unfolded, 2},
                    parts.data());
    for (int i = 0; i < count; ++i) sums[first + i] += Kokkos::complex<R>(parts[i], parts[count + i]);
  }
}

/// x + Σ c v of complex numbers from sums over reals: P = Σ Re(c) v, T = Σ Im(c) v, x + P + i T.
template <class R>
void complexCombination(std::size_t rows, Columns<const Kokkos::complex<R>> V, const Kokkos::complex<R>* c,
                        Kokkos::complex<R>* x) {
  std::array<R, 2 * Unfolded> sums{};
  const auto* reals = reinterpret_cast<const R*>(V.entries);
  for (int first = 0; first < V.columns; first += BlockOfV) {
    const int count = std::min(BlockOfV, V.columns - first);
    std::array<R, 2 * BlockOfV> factors;
    for (int i = 0; i < count; ++i) {
      factors[i] = c[first + i].real();
      factors[count + i] = c[first + i].imag();
    }
    realCombination<R>(2 * rows, {reals + 2 * first * V.stride, 2 * V.stride, count}, factors.data(),
                       {sums.data(), Unfolded, 2});
  }
  const R *p = sums.data(), *t = sums.data() + Unfolded;
  for (std::size_t r = 0; r < rows; ++r)
    x[r] += Kokkos::complex<R>(p[2 * r] - t[2 * r + 1], p[2 * r + 1] + t[2 * r]);
}

}  // namespace

template <>
void addProducts<float>(std::size_t rows, Columns<const float> V, Columns<const float> Y, float* sums) {
  realProducts<float>(rows, V, Y, sums);
}
template <>
void addProducts<double>(std::size_t rows, Columns<const double> V, Columns<const double> Y, double* sums) {
  realProducts<double>(rows, V, Y, sums);
}
template <>
void addProducts<Complex>(std::size_t rows, Columns<const Complex> V, Columns<const Complex> Y,
                          Complex* sums) {
  for (std::size_t first = 0; first < rows; first += Unfolded / 2)
    for (int j = 0; j < Y.columns; ++j)
      complexProducts<double>(std::min(Unfolded / 2, rows - first), {V.entries + first, V.stride, V.columns},
                              Y.entries + first + j * Y.stride, sums + j * V.columns);
}

template <>
void addCombination<float>(std::size_t rows, Columns<const float> V, const float* C, Columns<float> X) {
  realCombination<float>(rows, V, C, X);
}
template <>
void addCombination<double>(std::size_t rows, Columns<const double> V, const double* C, Columns<double> X) {
  realCombination<double>(rows, V, C, X);
}
template <>
void addCombination<Complex>(std::size_t rows, Columns<const Complex> V, const Complex* C,
                             Columns<Complex> X) {
  for (std::size_t first = 0; first < rows; first += Unfolded / 2)
    for (int j = 0; j < X.columns; ++j)
      complexCombination<double>(std::min(Unfolded / 2, rows - first),
                                 {V.entries + first, V.stride, V.columns}, C + j * V.columns,
                                 X.entries + first + j * X.stride);
}

}  // namespace ritz::detail
