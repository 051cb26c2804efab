#pragma once

#include <ritz/operators/ShiftInverse.hpp>
#include <ritz/solvers/Pencil.hpp>

namespace ritz {

/// What the inverse of A − σB has done for a solve.
struct InverseWork {
  ApplyCount solves;
  long factorizations = 0;
  InnerProducts inner;  ///< products with A and B that it took itself
};

/// With the work `before` of the solve that this one goes on from: solves as pencil.shiftInverse counts them,
/// which has to have gone on from those before, all factorisations of the inverse so far, and its inner
/// products beyond those `atStart`.
template <class S>
InverseWork inverseWork(const Pencil<S>& pencil, const InverseWork& before, const InnerProducts& atStart);

/// Of the inverse so far; none where there is no inverse, or one that cannot be asked.
template <class S>
InnerProducts innerProductsSoFar(const Pencil<S>& pencil);

}  // namespace ritz
