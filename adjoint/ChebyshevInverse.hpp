#pragma once

#include <ritz/solvers/MeasuredOperator.hpp>

#include <memory>
#include <vector>

namespace ritz {

/// H = sign·(A − λ) of one column, and the interval [low, high] on which its inverse is approximated.
template <class R>
struct ShiftedInterval {
  R lambda, sign, low, high;
};

/// Chebyshev's semi-iteration as a preconditioner for products that cost less than what surrounds them:
///
///     z = p(H) b, x p(x) = 1 − T_d(ℓ(x))/T_d(ℓ(0)), ℓ: [low, high] → [1, −1],
///
/// with d − 1 products. d is odd: p is positive everywhere then, wherever the ends of the spectrum lie, and
/// p(H) positive definite. Source: Y. Saad, Iterative Methods for Sparse Linear Systems, 2nd ed. (2003),
/// sections 12.3.2 and 12.3.3.
template <class S>
class ChebyshevInverse {
 public:
  /// An even degree counts as one more; at least 3. Memory: 3 blocks.
  ChebyshevInverse(std::shared_ptr<const MeasuredOperator<S>> A, int degree);

  int degree() const { return degree_; }

  /// Column c of B with columns[c]. Collective. Throws OperatorFailure where a product threw; NaN stays.
  void apply(const std::vector<ShiftedInterval<Real<S>>>& columns, const MultiVector<S>& B,
             MultiVector<S>& Z) const;

 private:
  std::shared_ptr<const MeasuredOperator<S>> A_;
  int degree_;
};

}  // namespace ritz
