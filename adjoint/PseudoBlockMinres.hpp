#pragma once

#include <ritz/adjoint/PseudoBlockIteration.hpp>

/// Only for .cpp files.
namespace ritz {

/// Minimal residuals for Hermitian, possibly indefinite systems, one recurrence per column; a positive
/// definite preconditioner. Paige and Saunders, SIAM J. Numer. Anal. 12 (1975).
template <class S>
class PseudoBlockMinres final : public PseudoBlockIteration<S> {
 public:
  using PseudoBlockIteration<S>::PseudoBlockIteration;

 private:
  using MV = MultiVector<S>;
  using List = std::vector<Real<S>>;
  /// The last column of R in T = Q R, from the diagonal up.
  struct Pivots {
    Real<S> first, second, third;
  };
  /// The scalars of one column, in the letters of the rotation c, s and of the Lanczos recurrence γ, δ.
  struct Scalars {
    Real<S> gamma = 0, gammaBefore = 1, eta = 0, c = 1, cBefore = 1, s = 0, sBefore = 0;
    Real<S> toEuclid = 1;  // ‖r‖₂/‖r‖_M at the start
    Real<S> smallestPivot = std::numeric_limits<Real<S>>::infinity();
  };
  void begin() override;
  void step() override;
  void keep(const std::vector<int>& positions) override;
  void precondition(const MultiVector<S>& v, MultiVector<S>& z) const;
  List lanczosStep();
  Pivots rotate(Scalars& column, Real<S> delta, Real<S> gammaNext) const;

  MV v_{this->x_.getMap(), 0}, vBefore_{this->x_.getMap(), 0}, z_{this->x_.getMap(), 0},
      w_{this->x_.getMap(), 0}, wBefore_{this->x_.getMap(), 0}, q_{this->x_.getMap(), 0},
      zNext_{this->x_.getMap(), 0};
  std::vector<Scalars> scalars_;
};

}  // namespace ritz
