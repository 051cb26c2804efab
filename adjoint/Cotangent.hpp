#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

namespace ritz {

/// How a real loss L changes with the pairs (Λ, U): dL = Re(tr Λ̄ᴴ dΛ + tr Ūᴴ dU).
template <class S>
struct Cotangent {
  /// Λ̄, k × k Hermitian: λ̄_j on the diagonal and, inside clusters of equal values, possibly a full block
  /// (then dΛ is the block U_cᴴ (dA − λ dB) U_c). Entries between different clusters are not used. 0 × 0: the
  /// values do not matter.
  Dense<S> values{};
  /// Ū, n × k: ∂L/∂Re U + i ∂L/∂Im U. Null: the vectors do not matter, and nothing has to be solved.
  MultiVectorPtr<S> vectors{};
};

}  // namespace ritz
