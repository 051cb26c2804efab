#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <vector>

namespace ritz {

/// T (m × m, Hermitian) and b of the recurrence Op V = V T + v bᴴ, on the host: an arrow on the columns that
/// a restart left, which all couple with the one behind them, and tridiagonal from there on.
template <class S>
class LanczosMatrix {
 public:
  explicit LanczosMatrix(int capacity) : T_(capacity, capacity) {}

  /// Goes on from T and b whose arrow is not known.
  LanczosMatrix(int capacity, const Dense<S>& T, std::vector<S> b);

  /// Room for more columns.
  void grow(int capacity);

  int size() const { return size_; }
  int arrow() const { return arrow_; }  ///< columns that the last restart left; −1: not known
  const std::vector<S>& b() const { return b_; }
  Dense<S> projected() const;  ///< T
  Dense<S> coupling() const;   ///< bᴴ as it stands in the recurrence, 1 × m

  /// The next column where Op v = v′ s + v α + …, v′ the vector before v.
  void appendThreeTerms(const S& s, Real<S> alpha);

  /// The next column where v had the overlaps c with V, v̂ = (v − V c)/ν, and [V v]ᴴB Op v = s but for
  /// s_m = v̂ᴴB Op v. As Op is linear, Op v̂ = (Op v − V(T c + c γ))/ν − γ v̂, γ = bᴴc. Returns κ with
  /// Op v̂ − V h − α v̂ = (Op v − V s)/ν − κ v̂.
  S appendWhole(const S* c, const S* s, const S& overlap, Real<S> nu);

  /// b = β e_m.
  void couple(Real<S> beta);

  /// T ← diag(theta), b ← Qᴴ b for eigenvectors Q of T.
  void compress(const Dense<S>& Q, const std::vector<Real<S>>& theta);

  std::vector<Real<S>> diagonal() const;

  /// |T| of each column with the next one, for those of the arrow with the column behind it; β for the last.
  std::vector<Real<S>> nextCouplings() const;

 private:
  Dense<S> T_;
  std::vector<S> b_;
  int size_ = 0, arrow_ = 0;
};

}  // namespace ritz
