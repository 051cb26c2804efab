#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/solvers/Pencil.hpp>

#include <BelosLinearProblem.hpp>
#include <BelosTpetraAdapter.hpp>

#include <optional>

/// Only for .cpp files.
namespace ritz {

/// The correction equation of a Ritz pair (θ, u) of the scaled pencil, in Belos' terms:
///
///     Pᴴ(A′ − ηB′)P t = −r,  P = I − Q QᴴB′,
///
/// Q = [others u], B′-orthonormal, r = A′u − θB′u. What approximates the inverse on the range of P is, for a
/// preconditioner K, P (K − z (uᴴB′z)⁻¹ zᴴ) Pᴴ with z = K B′u: where K⁻¹ = A′ − ηB′ that is the inverse
/// itself, while P K Pᴴ is not. Source: G. Sleijpen and H. van der Vorst, SIAM J. Matrix Anal. Appl. 17
/// (1996).
template <class S>
class CorrectionSystem final : public Belos::LinearProblem<S, MultiVector<S>, Operator<S>> {
  using MV = MultiVector<S>;

 public:
  /// `Q` and `massQ` = B′Q (Q itself for B = I) are borrowed; u is their last column. One product with K.
  /// Collective.
  CorrectionSystem(const Pencil<S>& pencil, const MV& Q, const MV& massQ, Real<S> shift);

  /// Y = Pᴴ(A′ − ηB′)X for X in the range of P. One product with A′ and B′ each, one reduction more.
  void applyOp(const MV& X, MV& Y) const override;
  /// Y = the above preconditioner times X in the range of Pᴴ. One product with K, one reduction more.
  void applyLeftPrec(const MV& X, MV& Y) const override;

 private:
  Dense<S> settled(const MeasuredOperator<S>& product, const MV& B, const MV& Y) const;

  const Pencil<S>& pencil_;
  const MV &Q_, &massQ_;
  MV massU_, skew_;  ///< B′u, z
  Real<S> shift_;
  S skewProduct_{};                  ///< uᴴB′z
  mutable std::optional<MV> massX_;  ///< room for B′X
};

}  // namespace ritz
