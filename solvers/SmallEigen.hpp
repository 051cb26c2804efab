#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <optional>
#include <vector>

namespace ritz {

/// T = V diag(values) Vᴴ of a small Hermitian matrix, values ascending.
template <class S>
struct SmallEigen {
  std::vector<Real<S>> values;
  Dense<S> vectors;
};

/// All eigenpairs of Hermitian T (upper triangle read), VᴴV = I. Throws Error if LAPACK fails (NaN in T).
/// O(m³).
template <class S>
SmallEigen<S> hermitianEigen(Dense<S> T);

/// All eigenpairs of T v = λ G v, VᴴGV = I, values ascending; nothing if G is not positive definite to
/// rounding.
template <class S>
std::optional<SmallEigen<S>> pencilEigen(Dense<S> T, Dense<S> G);

}  // namespace ritz
