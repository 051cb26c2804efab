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

}  // namespace

IntervalFilter::IntervalFilter(double a, double b, double low, double high, int degree)
    : degree_(degree), center_((low + high) / 2), half_((high - low) / 2) {
  double left = angle(b), right = angle(a);  // left < right
  const bool atLow = !(a > low), atHigh = !(b < high);
  const double width = std::max(atLow || atHigh ? right - left : (right - left) / 2,
                                4 * std::numeric_limits<double>::epsilon());
  const int chosen = static_cast<int>(std::min(LobeOfBar / width + 0.5, MostSteps));
  const int most = static_cast<int>(std::min(LargestLobe / width, MostSteps));
  degree_ = std::max(1, degree > 0 ? std::min(degree, most) : chosen);
  phi_ = atLow ? Pi : atHigh ? 0.0 : (left + right) / 2;
  if (!atLow && !atHigh) {
    const double tb = left, ta = right;
    for (int step = 0; step < 60; ++step) {
      phi_ = (left + right) / 2;
      (raw(ta) > raw(tb) ? right : left) = phi_;
    }
  }
  scale_ = 1 / raw(phi_);
}

double IntervalFilter::peak() const { return center_ + half_ * std::cos(phi_); }

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
