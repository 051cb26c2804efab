#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/FilterProbe.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>

namespace ritz {

namespace {

constexpr int LeastSteps = 20, WarmUpSteps = 5;

/// Of an uneven clock; 0 where there are no numbers.
double median(std::vector<double> values) {
  if (values.empty()) return 0.0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

template <class S>
MultiVector<S> randomStart(const Pencil<S>& pencil, std::uint64_t seed) {
  MultiVector<S> x(pencil.map, 1, false);
  fillHash(x, seed);
  return x;
}

}  // namespace

template <class S>
FilterProbe<S>::FilterProbe(const Pencil<S>& pencil, const EigenOptions& options, int basis)
    : pencil_(pencil),
      options_(options),
      basis_(basis),
      atUpperEnd_(std::holds_alternative<Largest>(options.which)),
      plain_(std::make_unique<LanczosFactorization<S>>(
          pencilMap(pencil), basis, randomStart(pencil, options.seed), nullptr, options.seed)),
      ritz_(options.which) {
  plain_->touchMemory();
  const ApplyCount& first = pencil.A->count();
  if (first.calls == 1 && first.columns == 2 && !pencil.mass) secondsOfTwo_ = first.seconds;
}

template <class S>
bool FilterProbe<S>::expand() {
  const ApplyCount before = workCount();
  const double secondsBefore = plain_->orthogonalizationSeconds(), columnsBefore = plain_->columnsRead();
  const bool grew = plain_->expand();
  if (grew && plain_->steps() > WarmUpSteps) {
    const ApplyCount after = workCount();
    product_.push_back((after.seconds - before.seconds) /
                       static_cast<double>(after.columns - before.columns));
    const double seconds = plain_->orthogonalizationSeconds() - secondsBefore;
    perColumn_.push_back(std::max(seconds - LanczosTimes::StepOverhead, seconds / 3) /
                         (plain_->columnsRead() - columnsBefore));
  }
  return grew;
}

template <class S>
const Progress& FilterProbe<S>::progress(Real<S> limit) {
  if (plain_->steps() < nextLook_) return progress_;
  ritz_.look(*plain_);
  std::vector<Real<S>> relative(static_cast<std::size_t>(options_.numPairs),
                                std::numeric_limits<Real<S>>::infinity());
  for (int j = 0; j < std::min(ritz_.size(), options_.numPairs); ++j)
    relative[static_cast<std::size_t>(j)] =
        pencil_.relative(ritz_.residual(j) * std::sqrt(pencil_.normB()), ritz_.theta(j),
                         1 / std::sqrt(pencil_.normB()), Real<S>(1));
  progress_ = progressOf(relative, limit);
  const int missing = options_.numPairs - ritz_.size();
  nextLook_ = plain_->steps() +
              (missing > 0 ? 1 : stepsBeforeNextLook(progress_.maxResidual / static_cast<double>(limit)));
  return progress_;
}

/// It is looked at after every other step: that costs as much as a cheap product.
template <class S>
bool FilterProbe<S>::isResolved() const {
  const int m = plain_->size();
  return m >= basis_ ||
         (m >= LeastSteps && m % 2 == 0 && spectrum().resolution(atUpperEnd_) < options_.numPairs);
}

template <class S>
SpectralEstimate<Real<S>> FilterProbe<S>::spectrum() const {
  return spectralEstimate(plain_->projected(), plain_->coupling(), pencil_.n);
}

template <class S>
ApplyCount FilterProbe<S>::workCount() const {
  ApplyCount work = pencil_.A->count();
  if (pencil_.massInverse) work.seconds += pencil_.massInverse->count().seconds;
  return work;
}

/// The first of a block takes `first`. The block of two was the first product of all, and may have been slow.
template <class S>
double FilterProbe<S>::furtherColumn(double first) const {
  if (options_.costs.application > 0 || !secondsOfTwo_) return first;
  return std::clamp(*secondsOfTwo_ - first, 0.0, first);
}

template <class S>
FilterTask FilterProbe<S>::task() const {
  const double product = median(product_);
  double seconds[3] = {product, median(perColumn_), furtherColumn(product)};
  Teuchos::broadcast(*pencil_.map->getComm(), 0, 3, seconds);
  const CostModel& costs = options_.costs;
  FilterTask task;
  task.numPairs = options_.numPairs;
  task.basis = basis_;
  task.atUpperEnd = atUpperEnd_;
  task.n = pencil_.n;
  task.tolerance = static_cast<double>(pencil_.tolerance);
  task.secondsPerApplication = costs.application > 0 ? costs.application : seconds[0];
  task.secondsPerColumn = costs.column > 0 ? costs.column : seconds[1];
  task.secondsPerFurtherColumn = costs.furtherColumn > 0 ? costs.furtherColumn
                                 : costs.application > 0 ? costs.application
                                                         : seconds[2];
  return task;
}

template <class S>
MultiVector<S> FilterProbe<S>::wantedSums(int columns) const {
  const SmallEigen<S> small = hermitianEigen(plain_->projected());
  const auto order = sortedIndices(small.values, options_.which);
  Dense<S> sums(plain_->size(), columns);
  for (int j = 0; j < std::min(std::max(options_.numPairs, columns), plain_->size() / 2); ++j)
    for (int i = 0; i < plain_->size(); ++i)
      sums(i, j % columns) += small.vectors(i, order[static_cast<std::size_t>(j)]);
  return plain_->combine(sums);
}

RITZ_INSTANTIATE(FilterProbe)

}  // namespace ritz
