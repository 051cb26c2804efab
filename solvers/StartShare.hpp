#pragma once

#include <ritz/solvers/KrylovBasis.hpp>

#include <vector>

namespace ritz {

/// How much of the start vector of a Krylov run by single vectors can lie along an eigenvector x of Op of a
/// value θ that the run has not shown, |xᴴB′v₁|: Op V = V T + f cᴴ gives
///
///     z T + (xᴴB′f) cᴴ = θ z for the row z = xᴴB′V, so that z = (xᴴB′v₁) g, |xᴴB′v₁| ≤ 1/‖g‖,
///
/// with g from T's columns, one after another. 1/‖g‖² is Christoffel's function of the measure that the start
/// spreads over the spectrum. The bound falls for values beyond θ, as long as all Ritz values are on the
/// other side of it. Host work alone, O(m) a step. Source: G. Golub and G. Meurant, Matrices, Moments and
/// Quadrature with Applications (2010), section 2.
template <class S>
class StartShare {
 public:
  explicit StartShare(Real<S> theta) : theta_(theta), g_{S(1)} {}

  /// Of the basis as it is now, which has grown since.
  void advance(const KrylovBasis<S>& basis);

  /// After KrylovBasis::compress by Q.
  void restart(const Dense<S>& Q);

  /// 1/‖g‖, over all that the basis had; 1 where it had to go on from a fresh direction.
  Real<S> bound() const;

 private:
  Real<S> theta_;
  std::vector<S> g_;  ///< along V and the vector behind it
  Real<S> least_ = 1;
  bool isBroken_ = false;
};

}  // namespace ritz
