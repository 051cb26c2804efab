#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <optional>

namespace ritz {

/// R of G = RᴴR and its inverse, both upper triangular.
template <class S>
struct SmallCholesky {
  Dense<S> R, inverse;
};

/// Of a small Hermitian G (upper triangle read) whose columns have length about 1; nothing where a pivot is
/// not above `least` (G is singular to that, or not positive, or NaN). O(b³).
template <class S>
std::optional<SmallCholesky<S>> smallCholesky(const Dense<S>& G, Real<S> least);

}  // namespace ritz
