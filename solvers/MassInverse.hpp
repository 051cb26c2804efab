#pragma once

#include <ritz/solvers/Pencil.hpp>

#include <optional>
#include <vector>

namespace ritz {

/// The diagonal of an operator that has one to show (a matrix, a DiagonalOperator), else nothing.
template <class S>
std::optional<Tpetra::Vector<S>> diagonalOf(const Operator<S>& op);

/// B′⁻¹ where the user gave none: the reciprocals of a DiagonalOperator, else conjugate gradients on B′ by
/// Belos to `tolerance` in at most `maxIterations` steps (0: as InverseOptions), with Jacobi if B is a
/// matrix; its products count as B's. Throws SingularMassFound, now or while applying, when B turns out to be
/// singular or too ill conditioned for that.
template <class S>
OperatorPtr<S> makeMassInverse(const Pencil<S>& pencil, double tolerance, int maxIterations = 0);

/// rᴴB′⁻¹r of each column to a few percent, +∞ where B′⁻¹ could not be applied. Collective.
template <class S>
std::vector<Real<S>> massInverseSquares(const Pencil<S>& pencil, const MultiVector<S>& R);

}  // namespace ritz
