#pragma once

#include <ritz/operators/InverseOperator.hpp>

#include <string>

namespace ritz::detail {

/// How one call of Belos ended, the same on all ranks.
struct KrylovEnd {
  int iterations = 0;   ///< of the slowest column
  std::string failure;  ///< what stopped it early; empty if it converged or reached the limit
};

/// One round: D ≈ A⁻¹ R from D = 0, to ‖R − A D‖₂ ≤ tolerance·‖R‖₂ for each column by the method's own
/// estimate. R has no zero columns. Belos' exceptions become KrylovEnd::failure. Collective.
template <class S>
KrylovEnd krylovSolve(const OperatorPtr<S>& A, const InverseOptions<S>& options, double tolerance,
                      int maxIterations, const MultiVector<S>& R, MultiVector<S>& D);

}  // namespace ritz::detail
