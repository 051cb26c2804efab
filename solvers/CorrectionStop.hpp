#pragma once

#include <ritz/solvers/SymmetricQmr.hpp>

/// Only for .cpp files.
namespace ritz {

/// Ends the inner solve H t = −r for a Ritz pair (θ, u), H = Pᴴ(A′ − θB′)P, when more of it would not help
/// the pair. With v = (u + t)/‖u + t‖ and g = −r − H t the scalars of the iteration give, for B = I,
///
///     θ₊ = θ + (2 Re rᴴt + tᴴH t)/(1 + ‖t‖²),
///     ‖A′v − θ₊v‖² = (‖g‖² + |rᴴt|²)/(1 + ‖t‖²) − (θ₊ − θ)²:
///
/// done when this eigenresidual is as small as it has to be, or a tenth of ‖r‖, or when it no longer falls in
/// step with ‖g‖. For B ≠ I ‖t‖_B is taken for ‖t‖₂, B′ being near norm 1. Source: A. Stathopoulos, SIAM J.
/// Sci. Comput. 29 (2007), JDQMR_ETol.
template <class S>
class CorrectionStop final : public Belos::StatusTest<S, MultiVector<S>, Operator<S>> {
 public:
  /// An eigenresidual of `enough`·‖r‖ is as small as it has to be; after `most` ≥ 1 steps it ends anyway.
  CorrectionStop(Real<S> enough, int most) : enough_(enough), most_(most) {}

  Belos::StatusType checkStatus(Belos::Iteration<S, MultiVector<S>, Operator<S>>* iteration) override;
  Belos::StatusType getStatus() const override { return status_; }
  void reset() override { status_ = Belos::Undefined; }
  void print(std::ostream& out, int indent = 0) const override;

  /// ‖A′v − θ₊v‖ now; ‖r‖ before the first step.
  Real<S> eigenresidual() const { return eigenresidual_; }

 private:
  Real<S> estimated(const typename SymmetricQmr<S>::Scalars& now) const;

  Real<S> enough_;
  int most_;
  Real<S> start_ = 0, eigenresidual_ = 0, residual_ = 0;
  Belos::StatusType status_ = Belos::Undefined;
};

}  // namespace ritz
