#pragma once

#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/operators/PseudoInverse.hpp>

namespace ritz {

/// A⁺ of a sparse m × n matrix by one factorisation of [δI A; Aᴴ −δI], whose solves with (b, 0) and (0, c)
/// hold A⁺b and (A⁺)ᴴc. δ is 1000 ε‖A‖, more where rounding asks for it, and √ε‖A‖ where A turns out to be
/// deficient: what this A⁺ does to singular values is σ/(σ² + δ²), their vectors stay. Parts of b outside the
/// range of A may cost ε‖A‖/δ of their size. AᴴA is never formed,
/// so that values are not lost below √ε‖A‖.
///
///     problem.inverse = ritz::makeFactoredPseudoInverse<double>(matrix);
///
/// The memory of a factorisation with m + n rows, that of another one while numBelow() counts. Right-hand
/// sides are gathered on rank 0: m + n numbers for each column and call. A is copied. Collective. Throws
/// SpaceMismatch (A null, rows spread otherwise than the range, global indices with gaps), InvalidOption (not
/// fill-complete), NotSupported where this build has no sparse factorisation, OperatorFailure where it is
/// short of memory. Source: Å. Björck, Numerical Methods for Least Squares Problems, SIAM (1996), 2.5.3.
template <class S>
std::shared_ptr<const PseudoInverse<S>> makeFactoredPseudoInverse(
    std::shared_ptr<const Tpetra::CrsMatrix<S>> A, Factorization by = Factorization::Any);

}  // namespace ritz
