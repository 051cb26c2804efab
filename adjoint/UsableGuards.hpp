#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <optional>
#include <vector>

namespace ritz {

/// Ritz pairs in the span of guards: θ_g and V C.
template <class S>
struct UsableGuards {
  std::vector<Real<S>> values;
  Dense<S> C;
};

/// Those that may be taken out of the complement of the pairs (λ_j, U): ±(θ_g − λ_j) > 0 for each pair with
/// its sign, or ±(A − λ_j B) would not stay definite on what is left. Nothing if there is none, or if the
/// guards are not B-orthogonal to U: images of vectors moved off U would need A U. `BV`: B times the guards.
/// Collective.
template <class S>
std::optional<UsableGuards<S>> usableGuards(const GuardPairs<S>& guards, const MultiVector<S>& BV,
                                            const MultiVector<S>& U, const std::vector<Real<S>>& lambda,
                                            const std::vector<Real<S>>& signs);

}  // namespace ritz
