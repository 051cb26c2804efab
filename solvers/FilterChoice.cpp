#include <ritz/solvers/FilterChoice.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

constexpr double PerPair = 4.0;       // times what one pair alone would take
constexpr double LeastSaving = 0.15;  // of the time, for less a filter is not worth its risk
constexpr int LeastDegree = 7, LargestDegree = 101;

/// Where p(λ₁) is larger than that, rounding hides what has been damped: 1e6 in double, 40 in float.
template <class R>
double largestValue() {
  return 0.015 / std::sqrt(static_cast<double>(std::numeric_limits<R>::epsilon()));
}

/// The largest odd degree ≤ `limit` with p ≤ largestValue() up to `end`.
template <class R>
int tamed(int limit, R edge, R farEnd, R end) {
  const double x = static_cast<double>((end - edge) / (edge - farEnd) * 2 + 1);
  if (!(x > 1)) return limit;
  const double most = std::acosh(largestValue<R>()) / std::acosh(x);
  return most >= limit ? limit : 2 * static_cast<int>((most + 1) / 2) - 1;
}

int odd(int degree) { return degree / 2 * 2 + 1; }

int bestDegree(const LanczosTimes& times, int largest) {
  int best = LeastDegree;
  for (int d = LeastDegree; d <= largest; d += 2)
    if (times.filtered(d) < times.filtered(best)) best = d;
  return best;
}

/// Of the distance from the edge to the end behind `isolated` values, what lies between the edge and λ_k at
/// least, were the values spread evenly: for a probe that cannot tell the two apart.
double unresolved(const FilterTask& task, int isolated) {
  return 0.5 * (1 - static_cast<double>(task.numPairs - isolated) / (task.basis - isolated));
}

template <class R>
LanczosTimes expected(const SpectralEstimate<R>& spectrum, const FilterTask& task, R edge, R far) {
  const int apart = spectrum.isolated(task.atUpperEnd), isolated = apart < task.numPairs ? apart : 0;
  const R end = isolated > 0      ? spectrum.endBehindIsolated(task.atUpperEnd)
                : task.atUpperEnd ? spectrum.high()
                                  : spectrum.low();
  const R last = spectrum.beyond(task.numPairs, task.atUpperEnd);
  const R inside =
      std::max(std::abs(last - edge), std::abs(end - edge) * static_cast<R>(unresolved(task, isolated)));
  const double gap = static_cast<double>(inside / std::abs(edge - far));
  const double digits = std::log(2 * std::sqrt(static_cast<double>(task.n)) / task.tolerance);
  LanczosTimes times;
  times.products = PerPair * digits / std::acosh(1 + 2 * std::max(gap, 1e-12));
  times.application = task.secondsPerApplication;
  times.furtherColumn = task.secondsPerFurtherColumn;
  times.column = task.secondsPerColumn;
  times.numPairs = task.numPairs;
  times.basis = task.basis;
  return times;
}

}  // namespace

template <class R>
FilterChoice<R> chooseFilter(const SpectralEstimate<R>& spectrum, const FilterTask& task, int degree) {
  const R far = task.atUpperEnd ? spectrum.low() : spectrum.high();
  const R edge = spectrum.beyond(task.basis, task.atUpperEnd);
  const R width = std::abs(spectrum.high() - spectrum.low());
  if (!(std::abs(edge - far) > R(1e-3) * width))
    return {std::nullopt, "no filter: all but a few values lie together"};
  const LanczosTimes times = expected(spectrum, task, edge, far);
  const R end = task.atUpperEnd ? spectrum.high() : spectrum.low();
  const int largest = tamed(degree > 0 ? std::max(odd(degree), 3) : LargestDegree, edge, far, end);
  if (largest < (degree > 0 ? 3 : LeastDegree))
    return {std::nullopt, "no filter: the wanted values are spread wider than the others", times};
  if (degree > 0)
    return {ChebyshevFilter<R>(largest, edge, far),
            fmt::format("filter of degree {}, asked for {}", largest, degree), times};

  const int best = bestDegree(times, largest);
  const std::string figures = fmt::format(
      "a product takes {:.1e} s and orthogonalising against a vector {:.1e} s, about {:.0f} "
      "products to go, {:.1e} s without a filter and {:.1e} s with one of degree {}",
      times.application, times.column, times.products, times.plain(), times.filtered(best), best);
  if (times.filtered(best) > (1 - LeastSaving) * times.plain())
    return {std::nullopt, "no filter: " + figures, times};
  return {ChebyshevFilter<R>(best, edge, far), fmt::format("filter of degree {}: {}", best, figures), times};
}

template <class R>
std::optional<ChebyshevFilter<R>> filterForSearch(R best, R bar, R edge, R farEnd, long long n) {
  constexpr double Steps = 4.0, Needed = 8.6;  // ln of the amplification, beside that for n
  const double x = 1 + 2 * static_cast<double>((bar - edge) / (edge - farEnd));
  if (!(x > 1)) return std::nullopt;
  const double exponent = (Needed + std::log(static_cast<double>(n)) / 2) / Steps;
  const int wanted =
      odd(static_cast<int>(std::ceil(std::min(exponent / std::acosh(x), double(LargestDegree) - 1))));
  const ChebyshevFilter<R> filter(tamed(std::max(wanted, 3), edge, farEnd, best), edge, farEnd);
  if (filter.degree() < 3 || !(filter.value(bar) > R(1.5))) return std::nullopt;
  return filter;
}

template FilterChoice<double> chooseFilter<double>(const SpectralEstimate<double>&, const FilterTask&, int);
template FilterChoice<float> chooseFilter<float>(const SpectralEstimate<float>&, const FilterTask&, int);
template std::optional<ChebyshevFilter<double>> filterForSearch<double>(double, double, double, double,
                                                                        long long);
template std::optional<ChebyshevFilter<float>> filterForSearch<float>(float, float, float, float, long long);

}  // namespace ritz
