#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/GuardsAfterCopies.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/LanczosFinder.hpp>
#include <ritz/solvers/ShiftInvertMap.hpp>
#include <ritz/solvers/ShiftInvertSearch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace ritz {

template <class S>
ShiftInvertSearch<S>::ShiftInvertSearch(const Pencil<S>& pencil, const EigenOptions& options,
                                        const Lanczos& parameters, Real<S> sigma, const MultiVector<S>& start,
                                        Supervisor& supervisor)
    : pencil_(pencil),
      options_(options),
      which_(options.which),
      parameters_(parameters),
      map_(shiftInvertMap(pencil, sigma)),
      start_(MultiVector<S>(start, Teuchos::Copy)),
      supervisor_(supervisor),
      basis_(lanczosBasis(parameters, options.numPairs, pencil.n)) {}

template <class S>
void ShiftInvertSearch<S>::moveTo(Real<S> sigma) {
  map_ = shiftInvertMap(pencil_, sigma);
}

/// x ← Op x, in whose range B is definite: else parts that a singular B does not see stay in all vectors.
template <class S>
void ShiftInvertSearch<S>::freeFromNullSpace(MultiVector<S>& x) const {
  MultiVector<S> image(x, Teuchos::Copy);
  pencil_.mass->apply(x, image);
  pencil_.shiftInverse->apply(image, x);
}

template <class S>
void ShiftInvertSearch<S>::begin(int count) {
  if (lanczos_) secondsBefore_ += lanczos_->orthogonalizationSeconds();
  MultiVector<S> start(pencil_.map, 1, false);
  if (start_)
    Tpetra::deep_copy(start, *start_);
  else
    fillHash(start, options_.seed, pencil_.freshColumns(1));
  start_.reset();
  if (pencil_.mass) freeFromNullSpace(start);
  options_.numPairs = count;
  const long long left = pencil_.n - (found_ ? found_->size() : 0);
  const int capacity = lanczosBasis(parameters_, count, left);
  auto basis = std::make_unique<LanczosFactorization<S>>(map_, capacity, start, found_ ? &found_->U : nullptr,
                                                         options_.seed);
  lanczos_ = std::make_unique<KrylovFinder<S>>(map_, options_, supervisor_, std::move(basis), capacity,
                                               std::nullopt);
}

/// Pair by pair, so that copies of a multiple value, of which one run shows one, do not wait for others.
template <class S>
RunEnd ShiftInvertSearch<S>::runFor(int count, Real<S> slack, const std::function<bool(Real<S>)>& isWanted) {
  if (!isWanted) return lanczos_->run(slack);
  options_.numPairs = 1;
  RunEnd end = lanczos_->run(slack);
  while (end == RunEnd::EstimatesPass && options_.numPairs < std::min(count, lanczos_->available()) &&
         isWanted(map_->pencilValue(lanczos_->theta(options_.numPairs)))) {
    ++options_.numPairs;
    if (!lanczos_->passes(slack)) end = lanczos_->run(slack);
  }
  return end;
}

template <class S>
RunEnd ShiftInvertSearch<S>::run(int count, Real<S> slack, const std::function<bool(Real<S>)>& isWanted) {
  begin(count);
  isOpen_ = true;
  const RunEnd end = runFor(count, slack, isWanted);
  isOpen_ = end == RunEnd::Supervised;
  if (isOpen_) return end;
  const int finite = numFinite(options_.numPairs);
  if (finite > 0) add(finite);
  taken_ = finite;
  requireNothingBelowShift();
  if (end == RunEnd::EstimatesPass && finite == options_.numPairs) return end;
  exhaustedBecause_ = finite < options_.numPairs ? "B is singular, and no more values are finite"
                                                 : lanczos_->exhaustedBecause;
  return RunEnd::Exhausted;
}

/// Ritz values lie inside the spectrum: a negative one is of a value below the shift.
template <class S>
void ShiftInvertSearch<S>::requireNothingBelowShift() const {
  if (!std::holds_alternative<Smallest>(which_) || lanczos_->available() == 0) return;
  const Real<S> rounding = std::sqrt(std::numeric_limits<Real<S>>::epsilon()) * std::abs(lanczos_->theta(0));
  const Real<S> theta = lanczos_->smallestTheta();
  if (theta < -rounding)
    throw InvalidOption(fmt::format(
        "eigsolve: asked for the smallest values by an inverse of A − σB, but there are eigenvalues below "
        "its "
        "σ = {:.6g}, one of them near {:.6g}; give an inverse for a σ below all of them, or one that counts "
        "them and moves there (LDLᵀ)",
        map_->pencilValue(std::numeric_limits<Real<S>>::infinity()) * pencil_.valueScale(),
        map_->pencilValue(theta) * pencil_.valueScale()));
}

/// Infinite values, of vectors that B does not see, have θ = 0.
template <class S>
int ShiftInvertSearch<S>::numFinite(int count) const {
  const int there = std::min(count, lanczos_->available());
  Real<S> largest = 0;
  for (int j = 0; j < there; ++j) largest = std::max(largest, std::abs(lanczos_->theta(j)));
  int finite = 0;
  while (finite < there &&
         std::abs(lanczos_->theta(finite)) > 100 * std::numeric_limits<Real<S>>::epsilon() * largest)
    ++finite;
  return finite;
}

template <class S>
void ShiftInvertSearch<S>::add(int count) {
  VerifiedPairs<S> more = verifyInPlace(pencil_, lanczos_->vectors(count), which_);
  if (found_) more = merge(pencil_, *found_, more, which_, found_->size() + more.size());
  found_ = std::move(more);
}

template <class S>
void ShiftInvertSearch<S>::keepConverged() {
  if (!found_) return;
  std::vector<std::size_t> good, bad;
  for (std::size_t j = 0; j < found_->values.size(); ++j) (found_->converged[j] ? good : bad).push_back(j);
  if (bad.empty()) return;
  const MultiVector<S> U = found_->U;
  const auto chosen = [&U](const std::vector<std::size_t>& columns) {
    return MultiVector<S>(*U.subView(Teuchos::arrayViewFromVector(columns)), Teuchos::Copy);
  };
  start_ = times(chosen(bad), Dense<S>(static_cast<int>(bad.size()), 1, S(1)));
  found_.reset();
  if (!good.empty()) found_ = verify(pencil_, chosen(good), which_);
}

template <class S>
MultiVector<S> ShiftInvertSearch<S>::vectors(int count) const {
  const int known = found_ ? std::min(count, found_->size()) : 0;
  const int open = isOpen_ ? std::min(count - known, numFinite(lanczos_->available())) : 0;
  if (open <= 0) return known > 0 ? columns(found_->U, 0, known) : MultiVector<S>(pencil_.map, 0);
  const MultiVector<S> best = lanczos_->vectors(open);
  return known > 0 ? joined(columns(found_->U, 0, known), best) : best;
}

template <class S>
int ShiftInvertSearch<S>::numLeftBehind() const {
  return found_ && lanczos_ && !isOpen_ ? numFinite(lanczos_->available()) - taken_ : 0;
}

template <class S>
RitzPairs<S> ShiftInvertSearch<S>::guardsBehind(int first, int count) const {
  const int there = found_ ? found_->size() : 0, missing = std::max(count - (there - first), 0);
  const auto part = [this](int from, int size) {
    std::optional<MultiVector<S>> images;
    if (found_->massImages) images = columns(*found_->massImages, from, size);
    return VerifiedPairs<S>{
        {}, columns(found_->U, from, size), columns(found_->AU, from, size), images, {}, {}, {}};
  };
  RitzPairs<S> left{{}, lanczos_->vectorsBehind(taken_, std::min(missing, numLeftBehind())), std::nullopt};
  if (there == first && left.vectors.getNumVectors() == 0) return left;
  left.images.emplace(pencil_.map, left.vectors.getNumVectors(), false);
  if (left.vectors.getNumVectors() > 0) pencil_.A->apply(left.vectors, *left.images);
  return guardsAfterCopies(pencil_, part(0, first), part(first, there - first), left, which_, count);
}

template <class S>
int ShiftInvertSearch<S>::available() const {
  return (found_ ? found_->size() : 0) + (isOpen_ ? numFinite(lanczos_->available()) : 0);
}

template <class S>
double ShiftInvertSearch<S>::orthogonalizationSeconds() const {
  return secondsBefore_ + (lanczos_ ? lanczos_->orthogonalizationSeconds() : 0.0);
}

RITZ_INSTANTIATE(ShiftInvertSearch)

}  // namespace ritz
