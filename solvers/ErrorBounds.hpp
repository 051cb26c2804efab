#pragma once

#include <ritz/solvers/Verification.hpp>

namespace ritz {

/// For each pair a bound on |θ′ − λ′| for some eigenvalue λ′ of the scaled pencil: with δ = ‖r‖₂/‖u‖₂ (B = I)
/// or ‖r‖_B⁻¹/‖u‖_B, min(δ, Σδ²/gap) where the sum runs over the pairs that δ cannot tell apart and the gap
/// is the distance to all others, known ones and those beyond the last in the order of `which`, less the
/// 2·tolerance·(α + |θ| β) by which a better one than the last may have been missed; rounding added. +∞ where
/// B⁻¹ r could not be had. Source: B. Parlett, The Symmetric Eigenvalue Problem, ch. 4, 10, 15. Collective.
template <class S>
std::vector<Real<S>> errorBounds(const Pencil<S>& pencil, const VerifiedPairs<S>& pairs, const Which& which);

}  // namespace ritz
