#pragma once

#include <ritz/operators/ShiftInverse.hpp>

namespace ritz {

template <class S>
struct KrylovInverseOptions {
  double tolerance = 1e-10;  ///< ‖b − (A − σB) x‖₂ ≤ tolerance·‖b‖₂ for each column, recomputed; in (0, 1)
  OperatorPtr<S> preconditioner{};  ///< roughly A⁻¹, Hermitian positive definite
  int maxIterations = 0;            ///< per column; 0: 10·n, at least 100 and at most 20000
};

/// (A − σB)⁻¹ by Belos: conjugate gradients until A − σB shows a direction of nonpositive curvature, MINRES
/// from then on. `B` may be null for the identity. Products with A and B are counted, see innerProducts().
/// apply throws OperatorFailure where a column does not reach the tolerance, as it is where σ is an
/// eigenvalue. Throws SpaceMismatch, InvalidOption (tolerance out of range). Collective.
template <class S>
std::shared_ptr<const ShiftInverse<S>> makeKrylovInverse(OperatorPtr<S> A, OperatorPtr<S> B = {},
                                                         Real<S> sigma = 0,
                                                         const KrylovInverseOptions<S>& options = {});

}  // namespace ritz
