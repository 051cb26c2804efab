#include <ritz/adjoint/ValueLosses.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <fmt/format.h>

#include <cmath>

namespace ritz {

template <class S>
ValueGap<S>::ValueGap(int before, Smoothing smoothing)
    : before_(static_cast<std::size_t>(before)),
      minimum_(Extreme::Minimum, smoothing),
      maximum_(Extreme::Maximum, smoothing) {
  if (before < 1)
    throw InvalidOption(fmt::format("ValueGap: asked for the gap behind {} values; give at least 1", before));
}

template <class S>
bool ValueGap<S>::ascends(const Values& values) const {
  if (values.size() <= before_)
    throw InvalidOption(fmt::format("ValueGap: asked for the gap behind {} of {} values; compute more pairs",
                                    before_, values.size()));
  return values.back() > values.front();
}

template <class S>
typename ValueGap<S>::Values ValueGap<S>::first(const Values& values) const {
  return Values(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(before_));
}

template <class S>
typename ValueGap<S>::Values ValueGap<S>::rest(const Values& values) const {
  return Values(values.begin() + static_cast<std::ptrdiff_t>(before_), values.end());
}

/// The lower group's part is taken away.
template <class S>
typename ValueGap<S>::Values ValueGap<S>::combined(bool ascends, Values first, const Values& rest) const {
  for (Real<S>& entry : first) entry *= ascends ? -1 : 1;
  for (const Real<S> entry : rest) first.push_back(ascends ? entry : -entry);
  return first;
}

template <class S>
Real<S> ValueGap<S>::phi(const Values& values) const {
  const bool up = ascends(values);
  const Real<S> gap = of(up).phi(rest(values)) - of(!up).phi(first(values));
  return up ? gap : -gap;
}

template <class S>
typename ValueGap<S>::Values ValueGap<S>::gradient(const Values& values) const {
  const bool up = ascends(values);
  return combined(up, of(!up).gradient(first(values)), of(up).gradient(rest(values)));
}

template <class S>
typename ValueGap<S>::Values ValueGap<S>::hessian(const Values& values, const Values& d) const {
  const bool up = ascends(values);
  return combined(up, of(!up).hessian(first(values), first(d)), of(up).hessian(rest(values), rest(d)));
}

template <class S>
Real<S> SpectralSum<S>::phi(const Values& values) const {
  Real<S> sum = 0;
  for (const Real<S> value : values) sum += f_.value(value);
  return sum;
}

template <class S>
typename SpectralSum<S>::Values SpectralSum<S>::gradient(const Values& values) const {
  Values result;
  for (const Real<S> value : values) result.push_back(f_.derivative(value));
  return result;
}

template <class S>
typename SpectralSum<S>::Values SpectralSum<S>::hessian(const Values& values, const Values& d) const {
  requireSecond(f_);
  Values result;
  for (std::size_t j = 0; j < d.size(); ++j) result.push_back(f_.second(values[j]) * d[j]);
  return result;
}

template <class S>
BandMean<S>::BandMean(Real<S> a, Real<S> b, Real<S> width) : a_(a), b_(b), width_(width) {
  if (!(a < b) || !(width > 0))
    throw InvalidOption(
        fmt::format("BandMean: asked for the band [{}, {}] with edges of width {}; give a < b and a "
                    "positive width",
                    a, b, width));
}

template <class S>
typename BandMean<S>::Window BandMean<S>::window(Real<S> value) const {
  const Real<S> s = std::tanh((value - a_) / width_), t = std::tanh((value - b_) / width_);
  const Real<S> ds = (1 - s * s) / width_, dt = (1 - t * t) / width_;
  return {(s - t) / 2, (ds - dt) / 2, (-2 * s * ds + 2 * t * dt) / (2 * width_)};
}

template <class S>
Real<S> BandMean<S>::whole(const Values& values) const {
  Real<S> sum = 0;
  for (const Real<S> value : values) sum += window(value).value;
  if (sum > 0) return sum;
  throw InvalidOption(
      fmt::format("BandMean: asked for the mean over [{}, {}], which holds none of the {} values; compute "
                  "the pairs there, or widen the band",
                  a_, b_, values.size()));
}

template <class S>
Real<S> BandMean<S>::phi(const Values& values) const {
  Real<S> sum = 0;
  for (const Real<S> value : values) sum += window(value).value * value;
  return sum / whole(values);
}

/// (w + w′(λ − mean))/Σw.
template <class S>
typename BandMean<S>::Values BandMean<S>::gradient(const Values& values) const {
  const Real<S> sum = whole(values), mean = phi(values);
  Values result;
  for (const Real<S> value : values) {
    const Window w = window(value);
    result.push_back((w.value + w.slope * (value - mean)) / sum);
  }
  return result;
}

template <class S>
typename BandMean<S>::Values BandMean<S>::hessian(const Values& values, const Values& d) const {
  const Real<S> sum = whole(values), mean = phi(values);
  const Values slopes = gradient(values);
  Real<S> dMean = 0, dSum = 0;
  for (std::size_t j = 0; j < d.size(); ++j) {
    dMean += slopes[j] * d[j];
    dSum += window(values[j]).slope * d[j];
  }
  Values result;
  for (std::size_t j = 0; j < d.size(); ++j) {
    const Window w = window(values[j]);
    const Real<S> own = (2 * w.slope + w.curvature * (values[j] - mean)) * d[j] - w.slope * dMean;
    result.push_back((own - slopes[j] * dSum) / sum);
  }
  return result;
}

RITZ_INSTANTIATE(ValueGap)
RITZ_INSTANTIATE(SpectralSum)
RITZ_INSTANTIATE(BandMean)

}  // namespace ritz
