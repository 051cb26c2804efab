#pragma once

#include <ritz/operators/Types.hpp>

#include <cstdint>
#include <vector>

namespace ritz {

/// Per column the factor of length sizes[j] with the phase that makes ⟨hash vector, u_j⟩ real and positive.
/// Collective.
template <class S>
std::vector<S> phasedFactors(const MultiVector<S>& U, const std::vector<Real<S>>& sizes, std::uint64_t seed);

/// X diag(factors).
template <class S>
MultiVectorPtr<S> scaledCopy(const MultiVector<S>& X, const std::vector<S>& factors);

}  // namespace ritz
