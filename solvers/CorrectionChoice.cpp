#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/CorrectionChoice.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>

namespace ritz {

namespace {

constexpr long FirstLook = 30, StepsOnTrial = 5;
constexpr double WorthIt = 0.85;
// Of the rest of an outer step, before the first inner one.
constexpr double InnerShare = 0.2;

}  // namespace

template <class S>
CorrectionChoice<S>::CorrectionChoice(const Pencil<S>& pencil, const EigenOptions& options,
                                      const Davidson& parameters, int basis)
    : pencil_(pencil),
      costs_(options.costs),
      wanted_(parameters.inner),
      block_(parameters.block),
      basis_(basis),
      nextLook_(FirstLook) {}

template <class S>
typename CorrectionChoice<S>::Spent CorrectionChoice<S>::total() const {
  Spent now;
  now.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  now.products = pencil_.A->count().columns;
  now.inProducts = pencil_.A->count().seconds;
  if (pencil_.mass) now.inProducts += pencil_.mass->count().seconds;
  if (pencil_.preconditioner) now.inProducts += pencil_.preconditioner->count().seconds;
  return now;
}

/// Books what has passed since the step before on its kind.
template <class S>
void CorrectionChoice<S>::noteStep() {
  const Spent now = total();
  if (isRunning_) {
    Spent& spent = isInner_ ? inner_ : outer_;
    spent.seconds += now.seconds - before_.seconds;
    spent.inProducts += now.inProducts - before_.inProducts;
    spent.products += now.products - before_.products;
    ++spent.steps;
  }
  before_ = now;
  isRunning_ = true;
}

template <class S>
bool CorrectionChoice<S>::solvesNext(int converged) {
  if (wanted_ != InnerSolves::Automatic) return wanted_ == InnerSolves::Always;
  noteStep();
  if (steps_++ == nextLook_) consider(converged);
  return isInner_;
}

template <class S>
CorrectionTimes CorrectionChoice<S>::measured() const {
  const auto each = [](double seconds, long count) {
    return std::max(seconds, 0.0) / static_cast<double>(std::max(count, 1L));
  };
  CorrectionTimes result;
  result.product = each(outer_.inProducts + inner_.inProducts, outer_.products + inner_.products);
  result.outer = each(outer_.seconds - outer_.inProducts, outer_.products);
  result.inner = inner_.products > 0 ? each(inner_.seconds - inner_.inProducts -
                                                result.outer * static_cast<double>(inner_.steps * block_),
                                            inner_.products)
                                     : InnerShare * result.outer;
  return result;
}

template <class S>
CorrectionTimes CorrectionChoice<S>::times() const {
  if (costs_.application > 0)
    return CorrectionTimes::modelled(
        std::max(0.0, costs_.application - costs_.massSolve) + costs_.mass + costs_.preconditioner,
        costs_.column, basis_);
  const CorrectionTimes here = measured();
  double seconds[3] = {here.product, here.outer, here.inner};
  Teuchos::broadcast(*pencil_.map->getComm(), 0, 3, seconds);
  return {seconds[0], seconds[1], seconds[2]};
}

/// GD+k is looked at again when it has taken twice as many steps, a trial of inner solves once.
template <class S>
void CorrectionChoice<S>::consider(int converged) {
  const CorrectionTimes now = times();
  if (isInner_) {
    isInner_ = now.ratio(stepsPerPair_) < 1;
    if (!isInner_) why_ = "inner solves tried and left: " + now.describe();
    return;
  }
  stepsPerPair_ = static_cast<double>(steps_ * block_) / std::max(converged, 1);
  isInner_ = now.ratio(stepsPerPair_) < WorthIt;
  if (isInner_) why_ = fmt::format("inner solves from step {} on: {}", steps_, now.describe());
  nextLook_ = isInner_ ? steps_ + StepsOnTrial : 2 * steps_;
}

RITZ_INSTANTIATE(CorrectionChoice)

}  // namespace ritz
