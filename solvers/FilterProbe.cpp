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
      before_(workCount()) {
  plain_->touchMemory();
}

template <class S>
bool FilterProbe<S>::expand() {
  const bool grew = plain_->expand();
  if (plain_->steps() == WarmUpSteps) {
    before_ = workCount();
    secondsBefore_ = plain_->orthogonalizationSeconds();
    columnsBefore_ = plain_->columnsRead();
  }
  return grew;
}

template <class S>
std::vector<Real<S>> FilterProbe<S>::relativeResiduals() const {
  const SmallEigen<S> small = hermitianEigen(plain_->projected());
  const Dense<S> b = plain_->coupling();
  const auto order = sortedIndices(small.values, options_.which);
  std::vector<Real<S>> relative(static_cast<std::size_t>(options_.numPairs),
                                std::numeric_limits<Real<S>>::infinity());
  for (std::size_t j = 0; j < std::min(order.size(), relative.size()); ++j) {
    S last = S(0);
    for (int l = 0; l < b.cols(); ++l) last += b(0, l) * small.vectors(l, order[j]);
    relative[j] = pencil_.relative(std::abs(last) * std::sqrt(pencil_.normB()),
                                   small.values[static_cast<std::size_t>(order[j])],
                                   1 / std::sqrt(pencil_.normB()), Real<S>(1));
  }
  return relative;
}

template <class S>
bool FilterProbe<S>::isResolved() const {
  const int m = plain_->size();
  return m >= basis_ || (m >= LeastSteps && spectrum().resolution(atUpperEnd_) < options_.numPairs);
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

template <class S>
FilterTask FilterProbe<S>::task() const {
  const ApplyCount after = workCount();
  double seconds[2] = {
      (after.seconds - before_.seconds) / static_cast<double>(std::max(1L, after.columns - before_.columns)),
      (plain_->orthogonalizationSeconds() - secondsBefore_) / (plain_->columnsRead() - columnsBefore_)};
  Teuchos::broadcast(*pencil_.map->getComm(), 0, 2, seconds);
  const CostModel& costs = options_.costs;
  FilterTask task;
  task.numPairs = options_.numPairs;
  task.basis = basis_;
  task.atUpperEnd = atUpperEnd_;
  task.n = pencil_.n;
  task.tolerance = static_cast<double>(pencil_.tolerance);
  task.secondsPerApplication = costs.application > 0 ? costs.application : seconds[0];
  task.secondsPerColumn = costs.column > 0 ? costs.column : seconds[1];
  return task;
}

template <class S>
MultiVector<S> FilterProbe<S>::wantedSum() const {
  const SmallEigen<S> small = hermitianEigen(plain_->projected());
  const auto order = sortedIndices(small.values, options_.which);
  Dense<S> sum(plain_->size(), 1);
  for (int j = 0; j < std::min(options_.numPairs, plain_->size() / 2); ++j)
    for (int i = 0; i < plain_->size(); ++i)
      sum(i, 0) += small.vectors(i, order[static_cast<std::size_t>(j)]);
  return plain_->combine(sum);
}

RITZ_INSTANTIATE(FilterProbe)

}  // namespace ritz
