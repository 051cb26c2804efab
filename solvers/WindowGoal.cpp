#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/WindowGoal.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

/// Of p(A′)v, in units of rounding for each degree.
constexpr int FewRoundings = 32;

}  // namespace

template <class S>
WindowGoal<S>::WindowGoal(const Pencil<S>& pencil, const EigenOptions& options, const Which& which,
                          const InteriorWindow& window, const IntervalFilter& filter,
                          const FoundPairs<S>& found)
    : pencil_(pencil), options_(options), which_(which), window_(window), filter_(filter), found_(found) {
  const double size =
      pencil.mass ? std::max(std::abs(window.a), std::abs(window.b)) : static_cast<double>(pencil.normA());
  open_ = 2.0 * static_cast<double>(pencil.tolerance) * size;
}

template <class S>
std::vector<int> WindowGoal<S>::wanted() const {
  const auto* near = std::get_if<Nearest>(&which_);
  if (!near) return found_.wanted(0.0);
  return found_.wanted(std::max(near->sigma - window_.a, window_.b - near->sigma) + open_);
}

template <class S>
bool WindowGoal<S>::isEnough() const {
  const std::vector<int> indices = wanted();
  const auto k = static_cast<std::size_t>(options_.numPairs);
  if (indices.size() < k) return false;
  return std::holds_alternative<Nearest>(which_) || found_.key(indices[k - 1]) <= window_.b + open_;
}

template <class S>
std::optional<double> WindowGoal<S>::worst() const {
  const std::vector<int> indices = wanted();
  const int enough = options_.numPairs + (std::holds_alternative<Interval>(which_) ? 1 : 0);
  if (static_cast<int>(indices.size()) < enough) return std::nullopt;
  return found_.key(indices[static_cast<std::size_t>(options_.numPairs) - 1]);
}

template <class S>
double WindowGoal<S>::bar() const {
  const double rounding =
      FewRoundings * static_cast<double>(std::numeric_limits<Real<S>>::epsilon()) * (filter_.degree() + 1);
  double a = window_.a - open_, b = window_.b + open_;
  if (const auto last = worst()) {
    const auto* near = std::get_if<Nearest>(&which_);
    if (near) a = near->sigma - *last;
    b = near ? near->sigma + *last : std::min(b, *last);
  }
  return filter_.least(a, b) - rounding;
}

template <class S>
WindowAim<Real<S>> WindowGoal<S>::aim(Real<S> slack) const {
  const int known = static_cast<int>(wanted().size());
  WindowAim<Real<S>> aim;
  aim.bar = static_cast<Real<S>>(bar());
  aim.lambda = static_cast<Real<S>>(std::max(std::abs(filter_.peak()), (window_.b - window_.a) / 4));
  aim.slack = slack;
  aim.before = std::min(known, options_.numPairs);
  aim.all = options_.numPairs;
  const auto* near = std::get_if<Nearest>(&which_);
  const double offPeak = near ? std::abs(filter_.peak() - near->sigma) : window_.b - window_.a;
  if (const int missing = options_.numPairs - known; missing > 0 && 8 * offPeak <= window_.b - window_.a)
    aim.wanted = missing + missing / 8 + 2;  // the order of p is that of the distance from σ, but for a few
  return aim;
}

template <class S>
int WindowGoal<S>::numBetter(double key) const {
  const std::vector<int> indices = wanted();
  return static_cast<int>(
      std::count_if(indices.begin(), indices.end(), [&](int j) { return found_.key(j) < key - open_; }));
}

template <class S>
bool WindowGoal<S>::hidesBetter(double key) const {
  const std::vector<int> indices = wanted();
  const auto given = std::min(indices.size(), static_cast<std::size_t>(options_.numPairs));
  const auto end = indices.begin() + static_cast<std::ptrdiff_t>(given);
  return found_.mayHide(key - open_) ||
         !std::all_of(indices.begin(), end, [this](int j) { return found_.isPure(j); });
}

RITZ_INSTANTIATE(WindowGoal)

}  // namespace ritz
