#pragma once

#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/SmallEigen.hpp>

namespace ritz {

/// The finite eigenpairs of A u = λ B u with singular positive semidefinite B, VᴴBV = I, values ascending.
/// With N the null space of B and A definite on it, the infinite values are split off through the Schur
/// complement of NᴴAN: with B = R⁻ᴴR⁻¹ on the rest, (RᴴAR − RᴴAN (NᴴAN)⁻¹ NᴴAR) y = λ y and u = R y − N
/// (NᴴAN)⁻¹ NᴴAR y. O(n³). Throws IndefiniteMass if B has a negative value, if A is not definite on N, or if
/// `which` asks for the end at which the infinite values are. `massScale` unscales what the text says of B.
template <class S>
SmallEigen<S> singularMassEigen(const Dense<S>& A, const Dense<S>& B, const Which& which, Real<S> massScale);

}  // namespace ritz
