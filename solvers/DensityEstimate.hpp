#pragma once

#include <ritz/solvers/GaussQuadrature.hpp>

#include <functional>
#include <limits>
#include <vector>

namespace ritz {

/// A number that random vectors tell of a spectrum, and how far off it may be.
struct Estimate {
  double value = 0.0;
  double standardError = 0.0;    ///< of the mean over the vectors; +∞ from one vector alone
  double quadratureError = 0.0;  ///< how far fewer steps of Lanczos would have moved it
  double error() const { return standardError + quadratureError; }
};

/// One random vector's view of the spectrum, weights summing up to n.
struct DensityProbe {
  GaussQuadrature<double> full;
  std::vector<GaussQuadrature<double>> shorter{};  ///< from fewer steps; none where `full` is exact
};

/// A distribution of the n eigenvalues of A u = λ B u, as quadratures of a few random vectors: the mean of
/// each answer over the vectors, and its standard error by their spread. Answers are local work.
/// Sources: L. Lin, Y. Saad and C. Yang, Approximating spectral densities of large matrices, SIAM Review 58
/// (2016); S. Ubaru, J. Chen and Y. Saad, Fast estimation of tr(f(A)) via stochastic Lanczos quadrature, SIAM
/// J. Matrix Anal. Appl. 38 (2017).
class DensityEstimate {
 public:
  DensityEstimate() = default;

  /// `steps`: of Lanczos a vector, for width(). `rounding`: how far off nodes may be, relative to the
  /// largest, for zero().
  DensityEstimate(std::vector<DensityProbe> probes, int steps, double rounding = StandardRounding);

  /// All n eigenvalues, which leave nothing to estimate.
  static DensityEstimate exact(std::vector<double> values, int steps, double rounding = StandardRounding);

  /// Σ f(λ_i) = trace f(B⁻¹A), where nodes up to zero() count as f(0). Throws InvalidOption if f is not
  /// finite where the spectrum reaches to, and whatever f throws.
  Estimate trace(const std::function<double(double)>& f) const;

  /// log det(B⁻¹A) = log det A − log det B. Throws InvalidOption unless all values seen are above zero().
  Estimate logDeterminant() const;

  /// How many eigenvalues lie in [a, b], a ≤ b, either may be infinite. A node counts where its residual
  /// says that its eigenvalues are; half of its weight lies on each side of it.
  Estimate count(double a, double b) const;

  /// φ(t), eigenvalues per unit of λ: each λ_i as a Gaussian of standard deviation `width` > 0 around it.
  Estimate density(double t, double width) const;

  /// (high() − low())/steps: the narrowest width that so many steps resolve in the middle of a spectrum.
  double width() const;

  double low() const { return low_; }  ///< the outermost nodes, which lie within the spectrum
  double high() const { return high_; }
  double zero() const { return zero_; }  ///< what rounding may have made of an eigenvalue 0, its magnitude
  bool isExact() const { return isExact_; }
  const std::vector<DensityProbe>& probes() const { return probes_; }

 private:
  static constexpr double StandardRounding = std::numeric_limits<double>::epsilon();

  template <class F>
  Estimate mean(const F& functional) const;

  std::vector<DensityProbe> probes_;
  int steps_ = 1;
  bool isExact_ = false;
  double low_ = 0.0, high_ = 0.0, zero_ = 0.0;
};

}  // namespace ritz
