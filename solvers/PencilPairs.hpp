#pragma once

#include <ritz/solvers/PairFinder.hpp>
#include <ritz/solvers/Verification.hpp>

namespace ritz {

/// Ritz pairs of the pencil in the span of vectors that belong to another map, with images and residuals in
/// the norm of B′⁻¹: one product with A′ each, for B ≠ I also with B′ and pencil.massInverse; without that no
/// residuals. Collective.
template <class S>
RitzPairs<S> pencilPairs(const Pencil<S>& pencil, MultiVector<S> vectors, const Which& which);

/// Orthonormal vectors as they are, with their Rayleigh quotients, images and residuals, for B = I.
/// Collective.
template <class S>
RitzPairs<S> rayleighPairs(const Pencil<S>& pencil, MultiVector<S> vectors);

/// As pencilPairs, of pairs that are verified: no product with A′.
template <class S>
RitzPairs<S> pencilPairs(const Pencil<S>& pencil, const VerifiedPairs<S>& pairs);

}  // namespace ritz
