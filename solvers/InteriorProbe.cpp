#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/InteriorProbe.hpp>
#include <ritz/solvers/ProbeVectors.hpp>
#include <ritz/solvers/densityProbe.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

constexpr int Probes = 5, Steps = 60;
// Of the width of the spectrum: so far beyond the outermost Ritz values and their residuals it is taken to
// reach. A filter that meets a value beyond shows that.
constexpr double Margin = 2e-3;

/// A window reaches to the middle between where it has enough values and where it has so many times more:
/// halfway into a gap.
constexpr double More = 1.1;

/// The least x in [0, most] with f(x) ≥ wanted for a growing f, or `most`.
template <class F>
double leastReaching(double wanted, double most, const F& f) {
  double below = 0.0, above = most;
  for (int step = 0; step < 60; ++step) {
    const double middle = (below + above) / 2;
    (f(middle) < wanted ? below : above) = middle;
  }
  return above;
}

}  // namespace

template <class S>
std::optional<Status> InteriorProbe<S>::run() {
  const ProbeVectors<S> vectors(pencil_, options_.seed);
  std::vector<DensityProbe> probes;
  for (int index = 0; index < Probes; ++index)
    if (const auto stop = runFrom(vectors.draw(static_cast<std::size_t>(index)), probes)) return stop;
  low_ = std::numeric_limits<double>::infinity(), high_ = -low_;
  for (const DensityProbe& probe : probes) {
    low_ = std::min(low_, probe.full.nodes.front() - probe.full.residuals.front());
    high_ = std::max(high_, probe.full.nodes.back() + probe.full.residuals.back());
  }
  const double size = std::max(std::abs(low_), std::abs(high_));
  const double margin = std::max(Margin * (high_ - low_), size > 0 ? 1e-6 * size : 1.0);
  low_ -= margin;
  high_ += margin;
  density_ = DensityEstimate(std::move(probes), Steps);
  return std::nullopt;
}

template <class S>
std::optional<Status> InteriorProbe<S>::runFrom(const MultiVector<S>& start,
                                                std::vector<DensityProbe>& probes) {
  const int steps = static_cast<int>(std::min<long long>(Steps, pencil_.n));
  LanczosFactorization<S> basis(pencilMap(pencil_), steps, start, nullptr, options_.seed);
  std::optional<Status> stop;
  bool isWhole = false;
  while (!isWhole && !stop && basis.size() < steps) {
    basis.expand();
    isWhole = basis.coupling()(0, basis.size() - 1) == S(0);
    Progress progress;
    progress.applications = pencil_.A->count().columns;
    progress.wanted = options_.numPairs;
    progress.maxResidual = 1.0;
    stop = supervisor_.afterStep(progress);
  }
  seconds_ += basis.orthogonalizationSeconds();
  probes.push_back(densityProbe(basis, isWhole, 1.0, pencil_.n));
  return stop;
}

template <class S>
void InteriorProbe<S>::widen(double value) {
  const double more = 0.1 * (high_ - low_);
  if (value < low_)
    low_ = value - more;
  else if (value > high_)
    high_ = value + more;
  else {
    low_ -= more;
    high_ += more;
  }
}

template <class S>
double InteriorProbe<S>::halfWidth(double center, double wanted) const {
  const double most = std::max(std::abs(center - low_), std::abs(high_ - center));
  const auto inside = [&](double h) { return count(center - h, center + h).value; };
  const double least = leastReaching(wanted, most, inside);
  const double enough = More * std::max(wanted, inside(least));
  return std::max((least + leastReaching(enough, most, inside)) / 2,
                  (high_ - low_) / (4.0 * static_cast<double>(pencil_.n)));
}

template <class S>
double InteriorProbe<S>::upTo(double from, double wanted) const {
  return from + leastReaching(wanted, std::max(high_ - from, 0.0),
                              [&](double h) { return count(from, from + h).value; });
}

RITZ_INSTANTIATE(InteriorProbe)

}  // namespace ritz
