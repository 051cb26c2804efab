#pragma once

#include <ritz/solvers/Pencil.hpp>

namespace ritz {

/// Q = Y C in the memory of Y, QᴴB′Q = I to rounding, however nearly dependent the columns of Y are: a few
/// passes of Y ← Y D W max(Λ, ε)^{−1/2} with D YᴴB′Y D = W Λ Wᴴ, each with one product of the block with B′
/// and one reduction, no loop over columns. Where Y has lost rank the last columns of Q are directions of
/// rounding, or missing: Q has C.cols() columns, the first ones of Y. Source: T. Fukaya et al., Shifted
/// Cholesky QR for computing the QR factorization of ill-conditioned matrices, SIAM J. Sci. Comput. 42
/// (2020). Collective. Throws IndefiniteMass.
template <class S>
Dense<S> orthonormalizeBlock(const Pencil<S>& pencil, MultiVector<S>& Y);

}  // namespace ritz
