#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

namespace ritz {

/// What a Krylov method does with its basis V, the first `count` columns of a wide block: each reads V once,
/// allocates nothing of size n, and runs where the vectors live. V and X are different blocks of constant
/// stride.

/// [V X]ᴴ Y, (count + X.columns) × Y.columns, in one reduction. Collective.
template <class S>
Dense<S> projectOnBasis(const MultiVector<S>& V, int count, const MultiVector<S>& X, const MultiVector<S>& Y);

/// VᴴY for the first `count` columns of V, which may be Y itself, in one reduction. Collective.
template <class S>
Dense<S> projectOnBasis(const MultiVector<S>& V, int count, const MultiVector<S>& Y);

/// X ← X + a V C. Local.
template <class S>
void addToBlock(S a, const MultiVector<S>& V, const Dense<S>& C, MultiVector<S>& X);

/// The first Q.cols() columns of V ← V(:, 0 … Q.rows() − 1) Q, in place by panels of rows. Local.
template <class S>
void rotateBasis(MultiVector<S>& V, const Dense<S>& Q);

}  // namespace ritz
