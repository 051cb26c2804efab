#pragma once

#include <vector>

namespace ritz {

/// How far the vectors of a Lanczos recurrence have drifted from orthogonality, without a product of vectors:
/// ω_j(i) ≈ |v_iᴴB v_j| follows the recurrence of the v_j itself, Op V = V T + v_{m+1} βeᵀ:
///   β_{j+1} ω_{j+1}(i) = Σ_l T(l, i) ω_j(l) − α_j ω_j(i) − β_j ω_{j−1}(i) + rounding.
/// T is an arrow on its first `arrow` columns (the Ritz vectors of a restart, which all couple with the
/// column behind them) and tridiagonal from there on. What comes of the recurrence without
/// reorthogonalisation is as good as with it as long as all ω stay below √ε. Source: H. Simon, The Lanczos
/// algorithm with partial reorthogonalization, Math. Comp. 42 (1984).
template <class R>
class OrthogonalityEstimate {
 public:
  /// The newest vector and the one before it are orthogonal to `columns` − 1 before them but for `rounding`.
  void reset(int columns, R rounding);

  /// Takes in that the vector behind `newest` came of three terms alone: with T's diagonal `diagonal` (up to
  /// `newest`) and its coupling of each column with the next one, or for the first `arrow` columns with
  /// column `arrow`, as `coupling`; |T| where S is complex. `rounding` is that of the new vector, ε‖Op v‖/β.
  /// O(m). Returns the largest ω of the new vector.
  R advance(const std::vector<R>& diagonal, const std::vector<R>& coupling, int arrow, R rounding);

 private:
  std::vector<R> before_, newest_, next_;  ///< against all columns before them
};

}  // namespace ritz
