#pragma once

#include <optional>
#include <vector>

namespace ritz {

/// The eigenvalues of a real symmetric tridiagonal matrix, in any order, and the last entry of each of its
/// eigenvectors of length 1: all that Lanczos needs to know of T for Ritz values and residuals.
template <class R>
struct TridiagonalEigen {
  std::vector<R> values, lastEntries;
};

/// From m ≥ 1 `diagonal` entries and the m − 1 next to them, by QL steps with implicit shifts; nothing where
/// these do not converge (NaN). O(m²). Absolute errors are a few ε of the matrix. Source: G. Golub and J.
/// Welsch, Calculation of Gauss quadrature rules, Math. Comp. 23 (1969).
template <class R>
std::optional<TridiagonalEigen<R>> tridiagonalEigen(std::vector<R> diagonal, std::vector<R> next);

}  // namespace ritz
