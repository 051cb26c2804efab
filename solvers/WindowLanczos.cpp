#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/ThickRestart.hpp>
#include <ritz/solvers/WindowLanczos.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace ritz {

namespace {

/// Of a full basis: more Ritz values above the bar leave no room to work in.
constexpr double MostAbove = 0.8;
/// Looks at the Ritz values are so many vectors of the basis apart, in parts of it.
constexpr int Looks = 30;

}  // namespace

template <class S>
WindowLanczos<S>::WindowLanczos(std::shared_ptr<const KrylovMap<S>> map, int capacity,
                                const MultiVector<S>& start, const MultiVector<S>* deflate,
                                const WindowAim<Real<S>>& aim, Supervisor& supervisor, std::uint64_t seed)
    : map_(std::move(map)),
      pencil_(map_->pencil()),
      capacity_(capacity),
      aim_(aim),
      supervisor_(supervisor),
      basis_(map_, capacity, start, deflate, seed) {}

template <class S>
WindowEnd WindowLanczos<S>::run() {
  const int stride = std::max(1, capacity_ / Looks);
  for (;;) {
    bool grew = false;
    try {
      grew = basis_.expand();
    } catch (const BasisBrokenDown&) {
      return WindowEnd::Unsuited;
    }
    const bool isFull = basis_.size() >= capacity_, looks = !grew || isFull || basis_.size() % stride == 0;
    if (looks) analyse();
    if (const auto stop = supervisor_.afterStep(progress())) {
      if (!looks) analyse();
      stopStatus_ = *stop;
      return WindowEnd::Supervised;
    }
    if (!looks) continue;
    if (const auto end = judge()) return *end;
    if (!grew) return numAbove() > 0 ? WindowEnd::Found : WindowEnd::Nothing;
    if (!isFull) continue;
    if (std::min(numAbove(), aim_.wanted) > MostAbove * capacity_) return WindowEnd::Crowded;
    if (numAbove() > 0 && floor_.reached(progress().maxResidual)) return WindowEnd::Floor;
    restart();
  }
}

template <class S>
void WindowLanczos<S>::analyse() {
  small_ = hermitianEigen(basis_.projected());
  const Dense<S> b = basis_.coupling();
  const int m = basis_.size();
  residuals_.assign(static_cast<std::size_t>(m), Real<S>(0));
  for (int j = 0; j < m; ++j) {
    S last = S(0);
    for (int l = 0; l < m; ++l) last += b(0, l) * small_.vectors(l, m - 1 - j);
    residuals_[static_cast<std::size_t>(j)] = std::abs(last);
  }
}

template <class S>
std::optional<WindowEnd> WindowLanczos<S>::judge() {
  if (size() == 0) return std::nullopt;
  if (!map_->suits(small_.values, aim_.wanted, false)) return WindowEnd::Unsuited;
  const int above = numAbove();
  if (above == 0 && mayHaveSunk()) return WindowEnd::Seen;
  if (above == 0) return excludesMore() ? std::optional(WindowEnd::Nothing) : std::nullopt;
  if (aim_.onlyLooks && (residual(0) < theta(0) - aim_.bar || hasConverged(0))) return WindowEnd::Seen;
  for (int j = 0; j < std::min(size(), aim_.wanted); ++j)
    if (isOpen(j)) return std::nullopt;
  return WindowEnd::Found;
}

template <class S>
int WindowLanczos<S>::numAbove() const {
  int above = 0;
  while (above < size() && theta(above) > aim_.bar) ++above;
  return above;
}

/// It may be above the bar and has not converged.
template <class S>
bool WindowLanczos<S>::isOpen(int j) const {
  return theta(j) + residual(j) > aim_.bar && !hasConverged(j);
}

/// The largest value of what is not deflated is below the bar, but is perhaps one of Op that is above it.
template <class S>
bool WindowLanczos<S>::mayHaveSunk() const {
  return hasConverged(0) && theta(0) + aim_.sunk > aim_.bar;
}

/// No Ritz value is above the bar; would one be by now if a value of Op were? Yes once the largest one has
/// converged and has not sunk, or when steps·acosh(1 + 2γ) have amplified what even a poor random start has
/// of such a value against all beyond the gap γ: as in KrylovFinder::excludedByBar.
template <class S>
bool WindowLanczos<S>::excludesMore() const {
  constexpr long FewSteps = 5;
  if (basis_.steps() < FewSteps) return false;
  if (hasConverged(0)) return true;
  const Real<S> gap = aim_.bar - theta(0) - aim_.sunk;
  if (!(gap > residual(0))) return false;
  const Real<S> width = std::max(map_->knownWidth(), theta(0) - theta(size() - 1));
  const double amplification =
      static_cast<double>(basis_.steps()) * std::acosh(1 + 2 * static_cast<double>(gap / width));
  return amplification > std::log(2e3 * std::sqrt(static_cast<double>(pencil_.n)));
}

/// ‖A′v − λ′B′v‖ in units of the tolerance, by what the residual of Op says of it at most, v as it comes.
template <class S>
Real<S> WindowLanczos<S>::relative(int j) const {
  const Real<S> normB = std::sqrt(pencil_.normB());
  const Real<S> estimate = residual(j) * map_->residualFactor(std::max(theta(j), aim_.bar)) * normB;
  return pencil_.relative(estimate, aim_.lambda, 1 / normB, Real<S>(1));
}

template <class S>
Progress WindowLanczos<S>::progress() const {
  Progress progress;
  progress.applications = pencil_.A->count().columns;
  const int looked = std::min({std::max(numAbove(), 1), size(), aim_.wanted});
  int done = 0;
  for (int j = 0; j < looked; ++j) {
    if (theta(j) > aim_.bar && hasConverged(j)) ++done;
    progress.maxResidual = std::max(progress.maxResidual, static_cast<double>(relative(j)));
  }
  if (size() == 0) progress.maxResidual = 1.0;
  progress.converged = std::min(aim_.before + done, aim_.all);
  progress.wanted = aim_.all;
  progress.phase = aim_.onlyLooks ? Progress::Phase::Search : Progress::Phase::Iterate;
  return progress;
}

template <class S>
void WindowLanczos<S>::restart() {
  int converged = 0;
  while (converged < size() && theta(converged) > aim_.bar && hasConverged(converged)) ++converged;
  const int wanted = std::min(numAbove(), aim_.wanted);
  std::vector<int> kept(
      static_cast<std::size_t>(keptAtRestart(size(), converged, wanted, 1, basis_.steps())));
  std::iota(kept.begin(), kept.end(), 0);
  std::vector<Real<S>> values;
  for (const int j : kept) values.push_back(theta(j));
  basis_.compress(columnsOf(kept), values);
  analyse();
}

template <class S>
Dense<S> WindowLanczos<S>::columnsOf(const std::vector<int>& chosen) const {
  Dense<S> Q(basis_.size(), static_cast<int>(chosen.size()));  // it may have grown since the last look
  for (int j = 0; j < Q.cols(); ++j)
    std::copy_n(small_.vectors.column(size() - 1 - chosen[static_cast<std::size_t>(j)]), size(), Q.column(j));
  return Q;
}

template <class S>
MultiVector<S> WindowLanczos<S>::vectors(const std::vector<int>& chosen) const {
  return basis_.combine(columnsOf(chosen));
}

RITZ_INSTANTIATE(WindowLanczos)

}  // namespace ritz
