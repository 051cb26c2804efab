#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/ParametricOperator.hpp>

namespace ritz {

template <class S>
const typename ParametricOperator<S>::Theta& ParametricOperator<S>::parameters() const {
  if (!theta_) theta_ = std::make_unique<Theta>(parameterMap());
  return *theta_;
}

template <class S>
void ParametricOperator<S>::setParameters(const Theta& theta) {
  detail::requireSameMap(*theta.getMap(), *parameterMap(), this->description(), "the parameter vector");
  theta_ = std::make_unique<Theta>(theta, Teuchos::Copy);
  ++version_;
  try {
    onParametersChanged();
  } catch (...) {
    if (this->getDomainMap()->getComm()->getSize() == 1) throw;
    keepOperatorFailure(std::current_exception());
  }
  raiseOperatorFailure(*this->getDomainMap()->getComm(), this->description() + ": asked to set parameters");
}

template <class S>
void ParametricOperator<S>::accumulateSecond(Real<S>, const Theta&, const MultiVector<S>&,
                                             const MultiVector<S>&, Theta&) const {
  throw NotSupported(this->description() +
                     ": asked for second derivatives, which it does not have; override accumulateSecond");
}

RITZ_INSTANTIATE(ParametricOperator)

}  // namespace ritz
