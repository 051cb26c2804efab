#include <ritz/adjoint/ParametricProblem.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <fmt/format.h>

#include <utility>

namespace ritz {

namespace {

template <class S>
MultiVectorPtr<S> derivativeProduct(const std::shared_ptr<ParametricOperator<S>>& family,
                                    const typename ParametricOperator<S>::Theta& p, const MultiVector<S>& U) {
  if (!family) return nullptr;
  auto product = std::make_shared<MultiVector<S>>(U.getMap(), U.getNumVectors(), false);
  family->applyDerivative(p, U, *product);
  return product;
}

}  // namespace

template <class S>
ParametricProblem<S>::ParametricProblem(EigenProblem<S> problem, std::shared_ptr<ParametricOperator<S>> A,
                                        std::shared_ptr<ParametricOperator<S>> mass)
    : problem_(std::move(problem)), A_(std::move(A)), mass_(std::move(mass)) {
  if (!A_ && !mass_)
    throw InvalidOption("ParametricProblem: asked for a problem without parameters; give A or B as a family");
  if (A_ && mass_ && !A_->parameterMap()->isSameAs(*mass_->parameterMap()))
    throw SpaceMismatch(fmt::format(
        "ParametricProblem: A has {} parameters and B {}, or they lie on other ranks; both must "
        "take all of θ (a part that does not depend on one may be null)",
        A_->parameterMap()->getGlobalNumElements(), mass_->parameterMap()->getGlobalNumElements()));
  if (!problem_.A) problem_.A = A_;
  if (!problem_.mass) problem_.mass = mass_;
  validate(problem_);
}

template <class S>
MapPtr ParametricProblem<S>::parameterMap() const {
  return first().parameterMap();
}

template <class S>
const typename ParametricProblem<S>::Theta& ParametricProblem<S>::parameters() const {
  return first().parameters();
}

template <class S>
void ParametricProblem<S>::setParameters(const Theta& theta) const {
  if (A_) A_->setParameters(theta);
  if (mass_) mass_->setParameters(theta);
}

template <class S>
void ParametricProblem<S>::accumulate(const Pullback<S>& pullback, Theta& g) const {
  if (A_) pullback.accumulateA(*A_, g);
  if (mass_) pullback.accumulateMass(*mass_, g);
}

template <class S>
void ParametricProblem<S>::accumulateSecond(const Theta& p, const Pullback<S>& pullback, Theta& g) const {
  if (A_) A_->accumulateSecond(Real<S>(1), p, *pullback.W, *pullback.U, g);
  if (mass_) mass_->accumulateSecond(Real<S>(-1), p, *pullback.Y, pullback.besideY(), g);
}

template <class S>
PencilChange<S> ParametricProblem<S>::along(const Theta& p, const MultiVector<S>& U) const {
  return {derivativeProduct(A_, p, U), derivativeProduct(mass_, p, U)};
}

RITZ_INSTANTIATE(ParametricProblem)

}  // namespace ritz
