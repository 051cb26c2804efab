#pragma once

#include <ritz/solvers/KrylovMap.hpp>

#include <memory>

namespace ritz {

/// Op = (A′ − σ′B′)⁻¹B′, self-adjoint in the inner product of B′, which may be singular, θ = 1/(λ′ − σ′): one
/// application of pencil.shiftInverse a step, none of A′. With a step more, Op v for a Ritz vector v of θ is
/// (v θ + residual): what purifies v of all that B′ does not see and makes its residual in the pencil that of
/// Op over θ². The values next to σ′ are the largest in magnitude; those on one side of a σ′ beyond the
/// spectrum are in the order of theirs. Ritz values that may be 0, of infinite values, are not resolved.
/// Source: T. Ericsson and A. Ruhe, The spectral transformation Lanczos method, Math. Comp. 35 (1980).
template <class S>
std::shared_ptr<const KrylovMap<S>> shiftInvertMap(const Pencil<S>& pencil, Real<S> sigma);

}  // namespace ritz
