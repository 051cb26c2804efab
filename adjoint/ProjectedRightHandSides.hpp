#pragma once

#include <ritz/adjoint/ProjectedPencil.hpp>
#include <ritz/adjoint/SolveGoal.hpp>

#include <vector>

namespace ritz {

/// ±PᴴF, column c with the sign of pair pairOf[c]; columns of which the projection leaves nothing but
/// rounding become 0. Fills rhs and operatorNorm of `goal` and prepares it. Collective. Throws
/// OperatorFailure, on every rank, where F holds NaN or Inf or its norms overflow.
template <class S>
MultiVector<S> projectedRightHandSides(const ProjectedPencil<S>& pencil, const MultiVector<S>& F,
                                       const std::vector<int>& pairOf, SolveGoal<S>& goal);

}  // namespace ritz
