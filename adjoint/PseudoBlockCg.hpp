#pragma once

#include <ritz/adjoint/EnergyError.hpp>
#include <ritz/adjoint/PseudoBlockIteration.hpp>
#include <ritz/adjoint/TridiagonalBound.hpp>

/// Only for .cpp files.
namespace ritz {

/// Conjugate gradients, preconditioned, one recurrence per column. A direction of negative curvature makes
/// its column stuck. (Belos' own starts all columns again when one leaves, or carries the finished ones
/// along.)
template <class S>
class PseudoBlockCg final : public PseudoBlockIteration<S> {
 public:
  using PseudoBlockIteration<S>::PseudoBlockIteration;

 private:
  void begin() override;
  void step() override;
  void keep(const std::vector<int>& positions) override;
  std::vector<Real<S>> preconditioned();

  MultiVector<S> p_{this->x_.getMap(), 0}, z_{this->x_.getMap(), 0};
  std::vector<Real<S>> rz_;
  std::vector<TridiagonalBound<Real<S>>> bounds_;
  std::vector<EnergyError<Real<S>>> energies_;
};

}  // namespace ritz
