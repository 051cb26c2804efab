#pragma once

#include <vector>

namespace ritz {

/// A polynomial p of degree d that is largest between a and b: with λ = c + h cos t over the spectrum and
/// D(x) = ½ + Σ_{k ≤ d} cos kx the kernel of Dirichlet,
///
///     p(λ) = s (D(φ − t) + D(φ + t)) = Σ μ_k T_k((λ − c)/h),  μ_k ~ cos kφ,
///
/// the least squares approximation of a delta function at c + h cos φ. φ makes p(a) = p(b), s makes 1 of the
/// maximum of p. Between a and b, p rises up to its peak and falls from there; from degree 3 on it is about a
/// quarter at most outside of the lobe that a and b lie in. No damping: it would widen the lobe, and Lanczos
/// needs no more than that nothing outside comes near the values inside. Where a or b is an end of the
/// spectrum, so is the peak. Source: R. Li, Y. Xi, E. Vecharynski, C. Yang and Y. Saad, A thick-restart
/// Lanczos algorithm with polynomial filtering for Hermitian eigenvalue problems, SIAM J. Sci. Comput. 38
/// (2016).
class IntervalFilter {
 public:
  /// p(a) is about that where the degree is chosen.
  static constexpr double Bar = 0.75;
  /// |p| is about that at most outside of the lobe.
  static constexpr double SideLobe = 0.25;

  /// low < high, a < b, [a, b] not outside of [low, high]; beyond its ends it counts as ending there.
  /// `degree` ≥ 1: d, lowered to where p(a) is about 0.4; 0: chosen. 2 at least where neither is an end.
  IntervalFilter(double a, double b, double low, double high, int degree = 0);

  int degree() const { return degree_; }
  double peak() const;  ///< where p is 1

  /// ℓ(λ) = (λ − center)/half.
  double center() const { return center_; }
  double half() const { return half_; }

  /// μ_0 … μ_d.
  std::vector<double> coefficients() const;

  /// p(λ); at the next end for a λ beyond it. O(1).
  double value(double lambda) const;

  /// The least of p over [a, b], where that lies in the lobe.
  double least(double a, double b) const;

 private:
  /// φ where p is the same at the angles left < right.
  void balance(double left, double right);
  double largest(double left, double right) const;
  double angle(double lambda) const;
  double kernel(double x) const;
  double raw(double t) const { return kernel(phi_ - t) + kernel(phi_ + t); }

  int degree_;
  double center_, half_, phi_, top_, scale_ = 1.0;
};

}  // namespace ritz
