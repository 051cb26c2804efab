#include <ritz/solvers/IntervalFilter.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

const double Pi = std::acos(-1.0);
// sin(x)/x is Bar and 0.4 there: p(λ) where λ is x/(d + ½) from the peak, as an angle.
constexpr double LobeOfBar = 1.27, LargestLobe = 2.15;
constexpr double MostSteps = 2e9;
// A linear polynomial has no peak between the ends.
constexpr int LeastInside = 2;
// (√5 − 1)/2: of an interval that holds one maximum so much is left, with one end a new point.
constexpr double Golden = 0.6180339887498949;

}  // namespace

IntervalFilter::IntervalFilter(double a, double b, double low, double high, int degree)
    : degree_(degree), center_((low + high) / 2), half_((high - low) / 2) {
  const double left = angle(b), right = angle(a);  // left < right
  const bool atLow = !(a > low), atHigh = !(b < high), isInside = !atLow && !atHigh;
  const double width =
      std::max(isInside ? (right - left) / 2 : right - left, 4 * std::numeric_limits<double>::epsilon());
  const int chosen = static_cast<int>(std::min(LobeOfBar / width + 0.5, MostSteps));
  const int most = static_cast<int>(std::min(LargestLobe / width, MostSteps));
  degree_ = std::max(isInside ? LeastInside : 1, degree > 0 ? std::min(degree, most) : chosen);
  phi_ = top_ = atLow ? Pi : 0.0;
  if (isInside) {
    balance(left, right);
    top_ = largest(left, right);
  }
  scale_ = 1 / raw(top_);
}

/// A low degree can need a φ beyond the interval: there D(φ + t) pulls the lobe towards the middle.
void IntervalFilter::balance(double left, double right) {
  double below = std::max(left - 1.0 / degree_, 0.0), above = std::min(right + 1.0 / degree_, Pi);
  for (int step = 0; step < 60; ++step) {
    phi_ = (below + above) / 2;
    (raw(right) > raw(left) ? above : below) = phi_;
  }
}

double IntervalFilter::largest(double left, double right) const {
  for (int step = 0; step < 80; ++step) {
    const double part = Golden * (right - left);
    raw(right - part) < raw(left + part) ? left = right - part : right = left + part;
  }
  return (left + right) / 2;
}

double IntervalFilter::peak() const { return center_ + half_ * std::cos(top_); }

double IntervalFilter::angle(double lambda) const {
  return std::acos(std::clamp((lambda - center_) / half_, -1.0, 1.0));
}

double IntervalFilter::kernel(double x) const {
  const double n = degree_ + 0.5, s = 2 * std::sin(x / 2);
  return std::abs(s) < 1e-9 / n ? n : std::sin(n * x) / s;
}

std::vector<double> IntervalFilter::coefficients() const {
  std::vector<double> mu(static_cast<std::size_t>(degree_) + 1);
  for (int k = 0; k <= degree_; ++k) mu[static_cast<std::size_t>(k)] = 2 * scale_ * std::cos(k * phi_);
  mu[0] /= 2;
  return mu;
}

double IntervalFilter::value(double lambda) const { return scale_ * raw(angle(lambda)); }

double IntervalFilter::least(double a, double b) const { return std::min(value(a), value(b)); }

}  // namespace ritz
