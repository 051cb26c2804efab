#pragma once

#include <ritz/adjoint/ValueLoss.hpp>

#include <variant>
#include <vector>

namespace ritz {

enum class Extreme { Minimum, Maximum };

/// (1/ρ) log Σ exp(ρ λ_j), Kreisselmeier and Steinhauser (1979): at most log(k)/ρ above the maximum (the
/// minimum: below it). ρ > 0 in units of 1/λ.
struct KreisselmeierSteinhauser {
  double rho = 100.0;
};

/// (Σ λ_jᵖ)^(1/p), at most k^(1/p) times the maximum (the minimum: its k^(1/p)-th part, with −p), for
/// positive values. p ≥ 1.
struct PNorm {
  double p = 20.0;
};

using Smoothing = std::variant<KreisselmeierSteinhauser, PNorm>;

/// A smooth minimum or maximum of values, differentiable where they cross and equal to the extreme in the
/// limit ρ, p → ∞; evaluated without overflow at any ρ and p. It is symmetric, so a cluster among its values
/// does no harm.
template <class S>
class SmoothExtreme : public ValueLoss<S> {
 public:
  using Values = std::vector<Real<S>>;

  /// Throws InvalidOption for a ρ or p out of range.
  explicit SmoothExtreme(Extreme extreme, Smoothing smoothing = KreisselmeierSteinhauser{});

  /// Throws InvalidOption for a PNorm of a value that is not positive.
  Real<S> phi(const Values& values) const override;
  Values gradient(const Values& values) const override;
  Values hessian(const Values& values, const Values& d) const override;

 private:
  bool isNorm() const { return std::holds_alternative<PNorm>(smoothing_); }
  Real<S> rate() const;
  Values scaled(const Values& values) const;
  Real<S> aggregate(const Values& x) const;
  Values shares(const Values& x) const;

  Extreme extreme_;
  Smoothing smoothing_;
};

}  // namespace ritz
