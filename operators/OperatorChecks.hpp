#pragma once

#include <ritz/operators/DerivativeCheck.hpp>
#include <ritz/operators/Types.hpp>

#include <cstddef>
#include <cstdint>

/// Measures of how well an operator keeps its promises, on pseudo-random vectors (HashVectors.hpp). All are
/// collective, give the same numbers on every rank, throw OperatorFailure if the operator threw, and return
/// NaN if a product holds NaN. They do not depend on the scale of A: a correct operator gives a small
/// multiple of the rounding unit.
namespace ritz {

/// The largest |⟨x, A y⟩ − ⟨A x, y⟩| / (Σ|xᵢ||(A y)ᵢ| + Σ|(A x)ᵢ||yᵢ|) over `columns` pairs; 0 for 0/0. A's
/// domain is its range. Costs 2·columns products.
template <class S>
double symmetryDefect(const Operator<S>& A, std::uint64_t seed = 0, std::size_t columns = 4);

/// The same for ⟨A x, y⟩ − ⟨x, Aᴴ y⟩: does the adjoint belong to A? Throws NotSupported if A has none.
template <class S>
double adjointDefect(const Operator<S>& A, std::uint64_t seed = 0, std::size_t columns = 4);

/// The largest ‖A(a x + b y) − a A x − b A y‖ / (|a|‖A x‖ + |b|‖A y‖) with a = 3/4, b = −3/2, over `columns`
/// pairs; 0 for 0/0. Costs 3·columns products.
template <class S>
double linearityDefect(const Operator<S>& A, std::uint64_t seed = 0, std::size_t columns = 4);

/// The range of Re⟨x, A x⟩/⟨x, x⟩ over `columns` vectors. A negative minimum proves that A is not positive
/// semidefinite; a positive one proves nothing. Costs `columns` products.
struct RayleighRange {
  double min = 0.0, max = 0.0;
};
template <class S>
RayleighRange definitenessProbe(const Operator<S>& A, std::uint64_t seed = 0, std::size_t columns = 4);

}  // namespace ritz
