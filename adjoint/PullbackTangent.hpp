#pragma once

#include <ritz/adjoint/PairResponse.hpp>
#include <ritz/adjoint/Pullback.hpp>
#include <ritz/adjoint/Tangent.hpp>

#include <vector>

namespace ritz {

/// One direction of a second derivative: how the pairs and the cotangent move, and what the changes of A and
/// B do to U and X.
template <class S>
struct SecondMove {
  Tangent<S> pairs;
  Cotangent<S> cotangent;
  PencilChange<S> onU, onX;  ///< onX stays empty where there is no X
};

/// How W and Y of a pullback change along a direction, its loss with them. With E = Λ̄ + N, N = F∘K, M = UᴴŪ,
///
///     W = U E + X,   Y = ½ U(ΛE + EΛ) + X Λ + ½ U S,
///
/// hold in a neighbourhood with Λ as a matrix inside clusters (and the tangent's gauge), and
///
///     dX = U Γ + X₁,   Γ = −(dUᴴB X + UᴴdB X),   dN = F∘(dK − N dΛ + dΛ N),
///     Pᴴ(A X₁ − B X₁Λ) = −Pᴴ(dA X − dB X Λ − B X dΛ + dŪ − dB U M − B dU M).
template <class S>
class PullbackTangent {
 public:
  /// `X` is that of the pullback of `cotangent`, null where Ū is. Applies B to X. Collective.
  PullbackTangent(const PairResponse<S>& pairs, Cotangent<S> cotangent, MultiVectorPtr<S> X);

  /// The bracket on the right, one product with B for each column. Only with X. Collective.
  MultiVectorPtr<S> force(const SecondMove<S>& move) const;

  /// dW and, if asked, dY with the vectors U; X1 is null where X is. Collective.
  Pullback<S> operator()(const SecondMove<S>& move, const MultiVector<S>* X1, bool wantsY) const;

  /// ‖E‖: how large W is without X, for U of norm 1.
  Real<S> fixedSize() const;

 private:
  MultiVector<S> timesMass(const MultiVector<S>& X) const;
  Dense<S> overlapChange(const SecondMove<S>& move) const;
  Dense<S> mixingChange(const SecondMove<S>& move, const Dense<S>& dM) const;
  MultiVector<S> solutionChange(const SecondMove<S>& move, const MultiVector<S>& X1) const;
  void setY(const SecondMove<S>& move, const Dense<S>& dE, const Dense<S>& dM, const MultiVector<S>* dX,
            Pullback<S>& pullback) const;

  const EigenResult<S>& result_;
  std::vector<int> clusterOf_;
  Cotangent<S> cotangent_;
  MultiVectorPtr<S> X_, BX_;
  Dense<S> M_, N_, E_;
};

}  // namespace ritz
