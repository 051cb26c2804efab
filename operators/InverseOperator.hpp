#pragma once

#include <ritz/operators/LinearOperator.hpp>

namespace ritz {

/// The Krylov method behind an InverseOperator.
enum class InverseSolver {
  Cg,      ///< A Hermitian positive definite; all columns at once
  Minres,  ///< A Hermitian, may be indefinite; one column at a time
  Gmres    ///< any A; all columns at once, restarted every 100 steps
};

template <class S>
struct InverseOptions {
  double tolerance = 1e-12;  ///< each column ends with ‖b − A x‖₂ ≤ tolerance·‖b‖₂, recomputed; in (0, 1)
  int maxIterations = 0;  ///< per column, ≥ 0; 0: 10·n, at least 100 and at most 20000
  InverseSolver solver = InverseSolver::Cg;
  OperatorPtr<S> preconditioner{};  ///< approximates A⁻¹; Hermitian positive definite for Cg and Minres
};

/// X ≈ A⁻¹ Y by Belos, to the tolerance given. It calls A as it was given, so a CountingOperator around A
/// sees every product: one for each iteration and one for each column to verify its residual (two with Minres
/// and Gmres). Zero columns cost nothing.
///
/// apply throws OperatorFailure when a column does not reach the tolerance, holds NaN or Inf, or when Cg
/// meets a direction of nonpositive curvature. With Cg and Minres the adjoint is the operator itself.
template <class S>
class InverseOperator : public LinearOperator<S> {
 public:
  /// Throws SpaceMismatch (A null, maps of A or of the preconditioner differ), InvalidOption (out of range).
  /// Collective.
  explicit InverseOperator(OperatorPtr<S> A, InverseOptions<S> options = {});

  const InverseOptions<S>& options() const { return options_; }
  std::uint64_t version() const override;

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override { return options_.solver != InverseSolver::Gmres; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { applyImpl(X, Y); }

  OperatorPtr<S> A_;
  InverseOptions<S> options_;
};

}  // namespace ritz
