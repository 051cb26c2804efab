#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/InteriorWindow.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

// Through fewer values than that the filter's degree, with it the size of a step, would be large for nothing.
constexpr double FewValues = 12.0;
constexpr double More = 1.3, Extra = 6.0;  // expected beyond those asked for: estimates are off
constexpr double TooMany = 1.6;            // times what is wanted: [a, b] is taken in pieces

// Of the half width: spectra that are symmetric about σ have pairs of values that a symmetric filter takes
// for one.
constexpr double OffCenter = 0.07;

double sigmaOf(const Which& which) { return std::get<Nearest>(which).sigma; }

}  // namespace

template <class S>
InteriorWindows<S>::InteriorWindows(const InteriorProbe<S>& probe, const Which& which, int numPairs,
                                    int capacity)
    : probe_(probe),
      which_(which),
      wanted_(std::min(More * numPairs + Extra, std::max(numPairs + 1.0, 0.6 * capacity))),
      a_(probe.low()),
      b_(probe.high()) {
  if (const auto* in = std::get_if<Interval>(&which)) {
    a_ = std::max(a_, in->a);
    b_ = std::min(b_, in->b);
  }
}

template <class S>
InteriorWindow InteriorWindows<S>::around(double a, double b) const {
  const double center = std::clamp((a + b) / 2, probe_.low(), probe_.high());
  const double half = std::max((b - a) / 2, probe_.halfWidth(center, FewValues));
  return {a, b, std::min(a, center - half), std::max(b, center + half) + OffCenter * half,
          probe_.count(a, b).value};
}

template <class S>
InteriorWindow InteriorWindows<S>::from(double start) const {
  const bool isWhole = probe_.count(start, b_).value <= TooMany * wanted_;
  return around(start, isWhole ? b_ : std::min(b_, probe_.upTo(start, wanted_)));
}

template <class S>
std::optional<InteriorWindow> InteriorWindows<S>::first() const {
  if (a_ > b_) return std::nullopt;
  if (std::holds_alternative<Interval>(which_)) return from(a_);
  const double sigma = std::clamp(sigmaOf(which_), a_, b_), h = probe_.halfWidth(sigma, wanted_);
  return around(sigma - h, sigma + h);
}

template <class S>
std::optional<InteriorWindow> InteriorWindows<S>::next(const InteriorWindow& last) {
  if (!goesOn(last)) return std::nullopt;
  if (std::holds_alternative<Interval>(which_)) return from(last.b);
  wanted_ *= 2;
  const double center = (last.a + last.b) / 2;
  const double h = std::max(last.b - last.a, probe_.halfWidth(center, wanted_));
  return around(center - h, center + h);
}

template <class S>
bool InteriorWindows<S>::goesOn(const InteriorWindow& last) const {
  return last.b < b_ || (last.a > a_ && !std::holds_alternative<Interval>(which_));
}

template <class S>
InteriorWindow InteriorWindows<S>::smaller(const InteriorWindow& window, int seen) const {
  const double share = std::min(0.5, wanted_ / (2.0 * seen));
  const double center = (window.a + window.b) / 2, half = share * (window.b - window.a) / 2;
  if (std::holds_alternative<Interval>(which_))
    return around(window.a, window.a + share * (window.b - window.a));
  return around(center - half, center + half);
}

RITZ_INSTANTIATE(InteriorWindows)

}  // namespace ritz
