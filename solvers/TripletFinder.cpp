#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/ThickRestart.hpp>
#include <ritz/solvers/TripletFinder.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace ritz {

template <class S>
TripletFinder<S>::TripletFinder(const OperatorPair<S>& pair, const TripletGoal<S>& goal,
                                Supervisor& supervisor, GolubKahan<S> basis)
    : pair_(pair), goal_(goal), supervisor_(supervisor), basis_(std::move(basis)) {}

template <class S>
RunEnd TripletFinder<S>::run(Real<S> slack) {
  for (;;) {
    if (basis_.size() > 0 && basis_.size() >= goal_.basis) {
      const Progress now = assess(slack);
      if (now.maxResidual < 4 * static_cast<double>(std::numeric_limits<Real<S>>::epsilon()))
        return exhausted("rounding keeps the residuals above the tolerance");
      restart(now.converged);
    }
    const bool grew = basis_.expand();
    if (!grew || isDueToAnalyse()) small_ = smallSvd(basis_.projected());
    const Progress now = assess(slack);
    if (const auto stop = supervisor_.afterStep(now)) {
      this->stopStatus = *stop;
      if (available() != basis_.size()) small_ = smallSvd(basis_.projected());
      return RunEnd::Supervised;
    }
    if (now.converged == goal_.count || excludedByBar()) return RunEnd::EstimatesPass;
    if (!grew) return exhausted("the Krylov space fills all that there is");
  }
}

/// The small values appear last: they are looked at when the basis is full. Large bases are looked at every
/// few steps, since that costs m³.
template <class S>
bool TripletFinder<S>::isDueToAnalyse() const {
  constexpr int Few = 128, Share = 32;
  const int m = basis_.size();
  if (m >= goal_.basis || m >= pair_.dimension()) return true;
  if (std::holds_alternative<Smallest>(goal_.which)) return false;
  return m <= Few || m % (m / Share) == 0;
}

template <class S>
std::size_t TripletFinder<S>::index(int j) const {
  return static_cast<std::size_t>(std::holds_alternative<Largest>(goal_.which) ? j : available() - 1 - j);
}

template <class S>
Real<S> TripletFinder<S>::residual(int j) const {
  return basis_.coupling() * std::abs(small_.left(available() - 1, static_cast<int>(index(j))));
}

template <class S>
Progress TripletFinder<S>::assess(Real<S> slack) const {
  const bool isCurrent = available() == basis_.size();
  std::vector<Real<S>> relative(static_cast<std::size_t>(goal_.count),
                                std::numeric_limits<Real<S>>::infinity());
  for (int j = 0; isCurrent && j < std::min(goal_.count, available()); ++j) {
    const Real<S> r = residual(j), size = goal_.isRelativeToValue ? value(j) : pair_.norm();
    relative[static_cast<std::size_t>(j)] = r == 0 ? Real<S>(0) : r / size;
  }
  Progress progress = progressOf(relative, slack * goal_.tolerance);
  progress.applications = pair_.columns();
  progress.wanted = goal_.count;
  progress.phase = goal_.bar ? Progress::Phase::Search : Progress::Phase::Iterate;
  return progress;
}

/// As KrylovFinder has it, for A′ᴴA′, whose spectrum is known to end at 0: a start has about 1/√n of each
/// vector, one in a thousand a thousandth of that, and m steps amplify it by T_m(1 + 2γ), γ the gap between
/// the bar and the rest in units of the rest.
template <class S>
bool TripletFinder<S>::excludedByBar() const {
  constexpr long FewSteps = 3;
  if (!goal_.bar || basis_.steps() < FewSteps || available() != basis_.size()) return false;
  const Real<S> open = residual(0), rest = value(0) + open;
  if (!(*goal_.bar > rest)) return false;
  const double ratio = rest > 0 ? static_cast<double>(*goal_.bar / rest) : 0.0;
  const double n = static_cast<double>(pair_.dimension());
  if (rest <= 0 || ratio > 1e8) return true;
  const double amplification = static_cast<double>(basis_.steps()) * std::acosh(2 * ratio * ratio - 1);
  return amplification > std::log(2e3 * std::sqrt(n));
}

template <class S>
void TripletFinder<S>::restart(int converged) {
  const int keep = keptAtRestart(basis_.size(), converged, goal_.count, 1, basis_.steps());
  std::vector<Real<S>> values;
  for (int j = 0; j < keep; ++j) values.push_back(value(j));
  const Dense<S> X = chosen(small_.left, 0, keep), Y = chosen(small_.right, 0, keep);
  basis_.compress(X, Y, values);
}

template <class S>
Dense<S> TripletFinder<S>::chosen(const Dense<S>& X, int first, int count) const {
  Dense<S> result(X.rows(), count);
  for (int j = 0; j < count; ++j)
    std::copy_n(X.column(static_cast<int>(index(first + j))), X.rows(), result.column(j));
  return result;
}

template <class S>
RunEnd TripletFinder<S>::exhausted(std::string because) {
  this->exhaustedBecause = std::move(because);
  return RunEnd::Exhausted;
}

RITZ_INSTANTIATE(TripletFinder)

}  // namespace ritz
