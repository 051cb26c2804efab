#pragma once

namespace ritz {

/// p = T_d ∘ ℓ, T_d the polynomial of Chebyshev of odd degree d and ℓ the affine map that takes the interval
/// between `farEnd` and `edge` to [−1, 1], farEnd to −1. On that interval |p| ≤ 1; beyond the edge p grows
/// monotonically, faster than any other polynomial of its degree that is so bounded; beyond the far end it
/// falls below −1, which shows that an end was taken too narrow. Source: Y. Saad, Numerical Methods for Large
/// Eigenvalue Problems, 2nd ed. (2011), section 4.4.
template <class R>
class ChebyshevFilter {
 public:
  /// farEnd ≠ edge; d odd and ≥ 3.
  ChebyshevFilter(int degree, R edge, R farEnd)
      : degree_(degree),
        edge_(edge),
        farEnd_(farEnd),
        center_((edge + farEnd) / 2),
        half_((edge - farEnd) / 2) {}

  int degree() const { return degree_; }
  R edge() const { return edge_; }
  R farEnd() const { return farEnd_; }

  /// ℓ(λ) = (λ − center)/half; half < 0 where the smallest values are wanted.
  R center() const { return center_; }
  R half() const { return half_; }

  /// p(λ).
  R value(R lambda) const;

  /// The λ beyond the edge with p(λ) = θ; the edge for θ ≤ 1.
  R inverse(R theta) const;

  /// The λ beyond the far end with p(λ) = θ; the far end for θ ≥ −1.
  R inverseBeyondFarEnd(R theta) const;

  /// f with |λ − μ| ≤ f |θ − p(μ)| for all μ in the damped interval, θ = p(λ); infinite for θ ≤ 1. p is
  /// convex beyond the edge, so that it holds for the μ between edge and λ where it matters, too.
  R residualFactor(R theta) const;

 private:
  int degree_;
  R edge_, farEnd_, center_, half_;
};

}  // namespace ritz
