#include <ritz/adjoint/SmoothExtreme.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ritz {

namespace {

template <class R>
R dot(const std::vector<R>& a, const std::vector<R>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), R(0));
}

}  // namespace

template <class S>
SmoothExtreme<S>::SmoothExtreme(Extreme extreme, Smoothing smoothing)
    : extreme_(extreme), smoothing_(smoothing) {
  const double size =
      isNorm() ? std::get<PNorm>(smoothing).p : std::get<KreisselmeierSteinhauser>(smoothing).rho;
  if (std::isfinite(size) && (isNorm() ? size >= 1 : size > 0)) return;
  throw InvalidOption(fmt::format("SmoothExtreme: asked for {} = {}; give {}", isNorm() ? "p" : "rho", size,
                                  isNorm() ? "p >= 1" : "rho > 0"));
}

/// ±ρ or ±p: the values that matter are those whose multiple by it is largest.
template <class S>
Real<S> SmoothExtreme<S>::rate() const {
  const double size =
      isNorm() ? std::get<PNorm>(smoothing_).p : std::get<KreisselmeierSteinhauser>(smoothing_).rho;
  return static_cast<Real<S>>(extreme_ == Extreme::Maximum ? size : -size);
}

/// λ, or log λ for norms.
template <class S>
typename SmoothExtreme<S>::Values SmoothExtreme<S>::scaled(const Values& values) const {
  if (!isNorm()) return values;
  Values x;
  for (const Real<S> value : values) {
    if (!(value > 0))
      throw InvalidOption(
          fmt::format("SmoothExtreme: asked for the p-norm of values with {} among them; they must be "
                      "positive (KreisselmeierSteinhauser takes any)",
                      value));
    x.push_back(std::log(value));
  }
  return x;
}

/// (1/r) log Σ exp(r x_j).
template <class S>
Real<S> SmoothExtreme<S>::aggregate(const Values& x) const {
  const Real<S> r = rate();
  const Real<S> top = r > 0 ? *std::max_element(x.begin(), x.end()) : *std::min_element(x.begin(), x.end());
  Real<S> sum = 0;
  for (const Real<S> each : x) sum += std::exp(r * (each - top));
  return top + std::log(sum) / r;
}

/// exp(r x_j)/Σ exp(r x_i).
template <class S>
typename SmoothExtreme<S>::Values SmoothExtreme<S>::shares(const Values& x) const {
  const Real<S> r = rate(), whole = aggregate(x);
  Values w;
  for (const Real<S> each : x) w.push_back(std::exp(r * (each - whole)));
  return w;
}

template <class S>
Real<S> SmoothExtreme<S>::phi(const Values& values) const {
  const Real<S> whole = aggregate(scaled(values));
  return isNorm() ? std::exp(whole) : whole;
}

template <class S>
typename SmoothExtreme<S>::Values SmoothExtreme<S>::gradient(const Values& values) const {
  Values w = shares(scaled(values));
  if (!isNorm()) return w;
  const Real<S> norm = phi(values);
  for (std::size_t j = 0; j < w.size(); ++j) w[j] *= norm / values[j];
  return w;
}

template <class S>
typename SmoothExtreme<S>::Values SmoothExtreme<S>::hessian(const Values& values, const Values& d) const {
  const Values w = shares(scaled(values));
  Values dx = d;
  if (isNorm())
    for (std::size_t j = 0; j < d.size(); ++j) dx[j] /= values[j];
  const Real<S> mean = dot(w, dx);
  const Values slopes = gradient(values);
  Values result;
  for (std::size_t j = 0; j < d.size(); ++j) {
    Real<S> growth = rate() * (dx[j] - mean);  // of w_j, relative
    if (isNorm()) growth += mean - dx[j];      // of the norm over λ_j
    result.push_back(slopes[j] * growth);
  }
  return result;
}

RITZ_INSTANTIATE(SmoothExtreme)

}  // namespace ritz
