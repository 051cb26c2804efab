#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/FoundPairs.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

/// Times the tolerance: a residual that the estimates of a run may leave.
constexpr int Few = 10;

template <class S>
MultiVector<S> chosenColumns(const MultiVector<S>& X, const std::vector<int>& indices) {
  std::vector<std::size_t> at(indices.begin(), indices.end());
  if (at.empty()) return MultiVector<S>(X.getMap(), 0);
  return MultiVector<S>(*X.subView(Teuchos::arrayViewFromVector(std::as_const(at))), Teuchos::Copy);
}

}  // namespace

template <class S>
void FoundPairs<S>::add(const MultiVector<S>& X) {
  VerifiedPairs<S> more = verify(pencil_, X, which_);
  if (!pairs_) {
    pairs_ = std::move(more);
    return;
  }
  pairs_ = merge(pencil_, *pairs_, more, which_, pairs_->size() + more.size());
}

template <class S>
std::optional<MultiVector<S>> FoundPairs<S>::keepConverged() {
  if (!pairs_) return std::nullopt;
  std::vector<int> good, bad;
  for (int j = 0; j < pairs_->size(); ++j)
    (pairs_->converged[static_cast<std::size_t>(j)] ? good : bad).push_back(j);
  if (bad.empty()) return std::nullopt;
  const MultiVector<S> dropped = chosenColumns(pairs_->U, bad), kept = chosenColumns(pairs_->U, good);
  pairs_.reset();
  if (!good.empty()) add(kept);
  return times(dropped, Dense<S>(static_cast<int>(bad.size()), 1, S(1)));
}

template <class S>
bool FoundPairs<S>::isPure(int index) const {
  const auto at = static_cast<std::size_t>(index);
  const Real<S> relative =
      pencil_.relative(pairs_->residuals[at], pairs_->values[at], pairs_->norms[at], Real<S>(1));
  return relative <= Few * pencil_.tolerance;
}

template <class S>
double FoundPairs<S>::key(int index) const {
  const auto at = static_cast<std::size_t>(index);
  const Real<S> key = orderKey(value(index), which_);
  return static_cast<double>(isPure(index) ? key : key + pairs_->residuals[at] / pairs_->norms[at]);
}

template <class S>
bool FoundPairs<S>::mayHide(double key) const {
  const auto* interval = std::get_if<Interval>(&which_);
  for (int j = 0; pairs_ && j < pairs_->size(); ++j) {
    const auto at = static_cast<std::size_t>(j);
    const Real<S> residual = pairs_->residuals[at] / pairs_->norms[at];
    if (isPure(j) || (interval && value(j) + residual < interval->a)) continue;
    if (orderKey(value(j), which_) - residual < key) return true;
  }
  return false;
}

template <class S>
bool FoundPairs<S>::isWanted(int index, double radius) const {
  const auto* interval = std::get_if<Interval>(&which_);
  if (!interval) return key(index) <= radius;
  const auto at = static_cast<std::size_t>(index);
  const Real<S> residual = pairs_->residuals[at] / pairs_->norms[at];
  if (isPure(index)) return isInside(pencil_, *interval, value(index), residual);
  return isInside(pencil_, *interval, value(index) - residual) &&
         isInside(pencil_, *interval, value(index) + residual);
}

template <class S>
std::vector<int> FoundPairs<S>::wanted(double radius) const {
  std::vector<int> indices;
  for (int j = 0; pairs_ && j < pairs_->size(); ++j)
    if (isWanted(j, radius)) indices.push_back(j);
  std::stable_sort(indices.begin(), indices.end(), [this](int i, int j) { return key(i) < key(j); });
  return indices;
}

template <class S>
RitzPairs<S> FoundPairs<S>::pairs(const std::vector<int>& indices) const {
  if (!pairs_) return {{}, MultiVector<S>(pencil_.map, 0), std::nullopt};
  RitzPairs<S> result{{}, chosenColumns(pairs_->U, indices), chosenColumns(pairs_->AU, indices)};
  for (const int j : indices) {
    result.values.push_back(value(j));
    result.residuals.push_back(pairs_->residuals[static_cast<std::size_t>(j)]);
  }
  return result;
}

/// The error of a Rayleigh quotient is about δ²/gap; the gap is taken as a thousandth of the interval.
template <class S>
bool isInside(const Pencil<S>& pencil, const Interval& interval, Real<S> theta, Real<S> residual) {
  const double value = static_cast<double>(theta), r = static_cast<double>(residual);
  const double width = interval.b - interval.a;
  const double rounding = 16.0 * std::numeric_limits<Real<S>>::epsilon() *
                          static_cast<double>(pencil.normA() + std::abs(theta) * pencil.normB());
  const double open = rounding + (width > 0 ? std::min(r, 1e3 * r * r / width) : 0.0);
  return value >= interval.a - open && value <= interval.b + open;
}

std::string intervalRemark(int found, int numPairs, bool isAll) {
  if (found == 0) return "no eigenvalue lies in the interval";
  if (isAll && found <= numPairs)
    return fmt::format("{} in the interval, no more",
                       found == 1 ? "1 eigenvalue lies" : fmt::format("{} eigenvalues lie", found));
  return fmt::format("{} {} eigenvalues lie in the interval, these are the first {}",
                     isAll ? "exactly" : "at least", found, numPairs);
}

RITZ_INSTANTIATE(FoundPairs)
#define RITZ_IS_INSIDE(S) template bool isInside<S>(const Pencil<S>&, const Interval&, Real<S>, Real<S>);
RITZ_FOR_EACH_SCALAR(RITZ_IS_INSIDE)

}  // namespace ritz
