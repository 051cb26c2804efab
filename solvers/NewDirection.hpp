#pragma once

#include <ritz/solvers/Pencil.hpp>

#include <cstdint>

namespace ritz {

/// Slow and sure orthogonalisation of single vectors, for where a recurrence has nothing left to go on with.
/// V is the first `count` columns of a block, B′-orthonormal nearly to rounding; v is another vector, which
/// may be a column behind them.

/// v ← v orthogonalised against V and normalised, by classical Gram-Schmidt until nothing more is taken away.
/// Returns the length that the rest of v had; v stays as it is where that is 0. A few reductions. Collective.
/// Throws on every rank where B is found not to be positive.
template <class S>
Real<S> orthonormalize(const Pencil<S>& pencil, const MultiVector<S>& V, int count, MultiVector<S>& v);

/// v ← a hash vector that nobody has used, orthonormalised against V; false if the space has no room for one.
/// Collective.
template <class S>
bool freshDirection(const Pencil<S>& pencil, const MultiVector<S>& V, int count, MultiVector<S>& v,
                    std::uint64_t seed);

}  // namespace ritz
