#pragma once

#include <ritz/operators/Types.hpp>

#include <memory>
#include <variant>

namespace ritz {

/// (diag A − σ diag B)⁻¹: JacobiPreconditioner.
struct Jacobi {};

/// L D Lᴴ ≈ A, each rank for its own rows and columns (additive Schwarz without overlap), by Ifpack2.
struct Ilu {
  int fill = 0;  ///< level of fill, ≥ 0; 0: the pattern of A
};

/// A polynomial in D⁻¹A that damps [λ/ratio, λ], D the diagonal of A and λ an estimate of the largest
/// eigenvalue of D⁻¹A, by Ifpack2.
struct Chebyshev {
  int degree = 8;       ///< products with A for each application, plus 1; ≥ 1
  double ratio = 60.0;  ///< > 1
};

/// A V-cycle of smoothed aggregation with Chebyshev smoothers, the coarsest level solved exactly, by MueLu.
struct Amg {
  int degree = 2;      ///< of the smoothers, before and after each coarser level, ≥ 1
  double drop = 0.0;   ///< a_ij with |a_ij| ≤ drop·√|a_ii a_jj| do not make aggregates, in [0, 1)
  int coarsest = 500;  ///< unknowns that are left to the factorisation, ≥ 1
};

template <class S>
struct PreconditionerOptions {
  std::variant<Amg, Jacobi, Ilu, Chebyshev> kind = Amg{};
  /// What is preconditioned is A + shift·diag A. Negative: 0 to begin with (1e-8 for Amg where A annihilates
  /// the near-null space), then ever more, until the result is positive definite.
  double shift = -1.0;
  /// For Amg, what A hardly sees, n × m. Null: rigid-body modes, or a constant for each unknown of a point.
  MultiVectorPtr<S> nearNullSpace{};
  /// For Amg, where the unknowns lie, n × 2 or n × 3: rows of A that follow each other and lie in one place
  /// are displacements, and rotations where there are 3 of them in the plane or 6 in space. May be null.
  MultiVectorPtr<Real<S>> coordinates{};
  /// For Amg, ≥ 0; 0: as the coordinates say, 1 without any. The rows of a point follow each other.
  int unknownsPerPoint = 0;
};

/// An approximation of A⁻¹, Hermitian and positive definite, for Davidson, Lobpcg and the adjoint. A is
/// Hermitian with a positive diagonal, may be singular, and shows its entries: see assembledMatrix. `mass`,
/// for Jacobi, may be null or show none. Its description() says what it is. Tested with four hash vectors.
/// Collective.
///
/// Throws InvalidOption (out of range; A shows no entries; diagonal not positive; no shift up to 1 makes it
/// definite, as with an A that is far from positive semidefinite), SpaceMismatch (maps), NotSymmetric, and
/// NotSupported for all but Jacobi if S is not double or the Trilinos found lacks Ifpack2 or MueLu.
///
/// Source: T. Manteuffel, An incomplete factorization technique for positive definite linear systems, Math.
/// Comp. 34 (1980), for the shifts; P. Vaněk, J. Mandel, M. Brezina, Computing 56 (1996), for Amg.
template <class S>
OperatorPtr<S> makePreconditioner(const OperatorPtr<S>& A, const PreconditionerOptions<S>& options = {},
                                  const OperatorPtr<S>& mass = {});

/// How many vectors a preconditioner multiplies together in much less time than one by one: 4 for Amg, which
/// reads its matrices once for them, else 1. `Auto` takes it for Davidson::block.
template <class S>
int columnsAtOnce(const Operator<S>& preconditioner);

}  // namespace ritz
