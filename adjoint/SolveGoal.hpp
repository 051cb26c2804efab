#pragma once

#include <ritz/operators/Types.hpp>

#include <vector>

namespace ritz {

/// When a column of a block of linear systems H x = b is solved well enough: ‖r‖₂ ≤ residual·‖b‖₂, or
/// ‖r‖₂/μ ≤ error·‖W‖/√m, where μ estimates the smallest |eigenvalue| of H (so that ‖r‖₂/μ bounds the error
/// of x) and W is the whole of which the m columns are a part: ‖W‖² = the fixed part + Σ‖x‖².
template <class S>
class SolveGoal {
 public:
  Real<S> residual = 0;              ///< relative residual, 0: not used
  Real<S> error = 0;                 ///< relative error, 0: not used
  Real<S> singular = 0;              ///< done, too, once an |eigenvalue| of H this small is seen; 0: not used
  std::vector<int> group;            ///< of each column: the W that it belongs to
  std::vector<Real<S>> fixedSquare;  ///< of each group: the part of ‖W‖² that is no solution
  std::vector<Real<S>> known;        ///< of each column: smallest |eigenvalue| of H; empty: not known
  std::vector<Real<S>> rhs, operatorNorm;  ///< of each column: ‖b‖₂ and ‖H‖₂

  // What has been reached, of each column.
  std::vector<Real<S>> start;                           ///< ‖r‖₂ of the first guess
  std::vector<Real<S>> residuals, effective, solution;  ///< ‖r‖₂, μ, ‖x‖₂
  std::vector<Real<S>> curvature;                       ///< smallest |eigenvalue| of H seen
  std::vector<bool> reached;

  /// Sizes the lists for this many columns.
  void prepare(int columns);

  /// That of these columns alone, as if the others were none, prepared.
  SolveGoal of(const std::vector<int>& columns) const;
  /// Takes over what `part`, that of these columns, has reached.
  void take(const std::vector<int>& columns, const SolveGoal& part);

  bool isReached(int column) const;
  /// ‖r‖₂ of this column cannot get smaller in this arithmetic.
  bool isAtRounding(int column) const;
  /// ‖δX‖/‖W‖ of a group, estimated.
  Real<S> relativeError(int group) const;

 private:
  Real<S> wholeSquare(int group) const;
  Real<S> smallest(std::size_t column) const;
};

}  // namespace ritz
