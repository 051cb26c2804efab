#pragma once

#include <ritz/adjoint/SmoothExtreme.hpp>
#include <ritz/adjoint/SpectralFunction.hpp>

#include <vector>

namespace ritz {

/// The gap behind the first `before` values, in the order of `which`: the distance between smooth extremes
/// of both groups,
///
///     smooth minimum of the upper group − smooth maximum of the lower,
///
/// so that clusters inside either do no harm. Negative where smoothing exceeds it.
template <class S>
class ValueGap : public ValueLoss<S> {
 public:
  using Values = std::vector<Real<S>>;

  /// Throws InvalidOption unless before ≥ 1.
  explicit ValueGap(int before, Smoothing smoothing = KreisselmeierSteinhauser{});

  /// Throws InvalidOption unless there are more than `before` values.
  Real<S> phi(const Values& values) const override;
  Values gradient(const Values& values) const override;
  Values hessian(const Values& values, const Values& d) const override;

 private:
  bool ascends(const Values& values) const;
  const SmoothExtreme<S>& of(bool upper) const { return upper ? minimum_ : maximum_; }
  Values first(const Values& values) const;
  Values rest(const Values& values) const;
  Values combined(bool ascends, Values first, const Values& rest) const;

  std::size_t before_;
  SmoothExtreme<S> minimum_, maximum_;
};

/// Σ f(λ_j), f with f′ and, for second derivatives, f″.
template <class S>
class SpectralSum : public ValueLoss<S> {
 public:
  using Values = std::vector<Real<S>>;
  explicit SpectralSum(SpectralFunction<Real<S>> f) : f_(std::move(f)) {}
  Real<S> phi(const Values& values) const override;
  Values gradient(const Values& values) const override;
  Values hessian(const Values& values, const Values& d) const override;

 private:
  SpectralFunction<Real<S>> f_;
};

/// The mean of the values in a band [a, b] whose edges are `width` wide, so that values come and go smoothly:
/// Σ w(λ_j)λ_j/Σ w(λ_j), w(λ) = ½ tanh((λ − a)/width) − ½ tanh((λ − b)/width).
template <class S>
class BandMean : public ValueLoss<S> {
 public:
  using Values = std::vector<Real<S>>;

  /// Throws InvalidOption unless a < b and width > 0.
  BandMean(Real<S> a, Real<S> b, Real<S> width);

  /// Throws InvalidOption where the band holds no value at all.
  Real<S> phi(const Values& values) const override;
  Values gradient(const Values& values) const override;
  Values hessian(const Values& values, const Values& d) const override;

 private:
  struct Window {
    Real<S> value, slope, curvature;
  };
  Window window(Real<S> value) const;
  Real<S> whole(const Values& values) const;

  Real<S> a_, b_, width_;
};

}  // namespace ritz
