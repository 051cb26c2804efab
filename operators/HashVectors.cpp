#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <Kokkos_Core.hpp>

#include <limits>

namespace ritz {

namespace {

/// A bijection of 64 bits in which every input bit reaches every output bit (the finaliser of splitmix64).
KOKKOS_INLINE_FUNCTION std::uint64_t scramble(std::uint64_t bits) {
  bits += 0x9e3779b97f4a7c15ULL;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
  return bits ^ (bits >> 31);
}

/// The top bits as the midpoint of one of 2^Bits equal cells of (−1, 1): exact, and never an end of the
/// interval.
template <class R, int Bits>
KOKKOS_INLINE_FUNCTION R uniform(std::uint64_t bits) {
  const R cell = R(2) / static_cast<R>(std::uint64_t(1) << Bits);
  return (static_cast<R>(bits >> (64 - Bits)) + R(0.5)) * cell - R(1);
}

template <class R>
KOKKOS_INLINE_FUNCTION void setEntry(R& entry, std::uint64_t bits) {
  entry = uniform<R, std::numeric_limits<R>::digits - 1>(bits);
}

template <class R>
KOKKOS_INLINE_FUNCTION void setEntry(Kokkos::complex<R>& entry, std::uint64_t bits) {
  setEntry(entry.real(), bits);
  setEntry(entry.imag(), scramble(bits));
}

}  // namespace

template <class S>
void fillHash(MultiVector<S>& X, std::uint64_t seed, std::size_t firstColumn) {
  if (!X.isConstantStride()) {
    for (std::size_t j = 0; j < X.getNumVectors(); ++j)
      fillHash<S>(*X.getVectorNonConst(j), seed, firstColumn + j);
    return;
  }
  using Execution = typename MultiVector<S>::execution_space;
  const auto entries = X.getLocalViewDevice(Tpetra::Access::OverwriteAll);
  const auto map = X.getMap()->getLocalMap();
  for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
    const std::uint64_t key = scramble(scramble(seed) + firstColumn + j);
    Kokkos::parallel_for(
        "ritz::fillHash",
        Kokkos::RangePolicy<Execution, LocalIndex>(0, static_cast<LocalIndex>(entries.extent(0))),
        KOKKOS_LAMBDA(LocalIndex i) {
          setEntry(entries(i, j),
                   scramble(key ^ scramble(static_cast<std::uint64_t>(map.getGlobalElement(i)))));
        });
  }
}

#define RITZ_FILL_HASH(S) template void fillHash<S>(MultiVector<S>&, std::uint64_t, std::size_t);
RITZ_FOR_EACH_SCALAR(RITZ_FILL_HASH)

}  // namespace ritz
