#pragma once

#include <ritz/operators/Types.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ritz {

/// v = Q c + rest.
template <class S>
struct Projection {
  std::vector<S> c;
  Real<S> before = 0;  ///< ‖v‖
  Real<S> length = 0;  ///< ‖rest‖; below a few ε·before there is nothing but rounding in it
};

/// v ← v − Q c for the first `count` columns of orthonormal Q, by classical Gram-Schmidt, a pass more as long
/// as one takes away more than half of the square of what was left. v may be a column behind them. One
/// reduction a pass, mostly one or two. Collective.
template <class S>
Projection<S> orthogonalize(const MultiVector<S>& Q, int count, MultiVector<S>& v);

/// v ← a hash vector from `firstColumn` on, orthonormalised against these; false if the space has no room for
/// one. Collective.
template <class S>
bool fillFresh(const MultiVector<S>& Q, int count, MultiVector<S>& v, std::uint64_t seed,
               std::size_t& firstColumn);

}  // namespace ritz
