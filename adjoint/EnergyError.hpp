#pragma once

#include <cstddef>
#include <vector>

namespace ritz {

/// How much energy the error of conjugate gradients has left: δxᴴHδx before step i is Σ_{l≥i} α_l ⟨r_l, z_l⟩
/// (Hestenes and Stiefel 1952), of which the next few terms are known a few steps later.
template <class R>
class EnergyError {
 public:
  /// After each step: α and ⟨r, z⟩ before it.
  void add(R alpha, R rz);

  /// δxᴴHδx/⟨r, z⟩ a few steps ago, a lower bound that is nearly sharp; 0 as long as it is not known.
  R perResidual() const;

 private:
  static constexpr std::size_t Delay = 5;
  std::vector<R> terms_, squares_;  // the last Delay steps
};

}  // namespace ritz
