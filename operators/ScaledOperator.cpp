#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/ScaledOperator.hpp>

#include <Teuchos_ScalarTraits.hpp>

namespace ritz {

namespace {

template <class S>
const Operator<S>& checked(const OperatorPtr<S>& A) {
  return detail::requirePart(A, "ScaledOperator", "the operator to scale");
}

}  // namespace

template <class S>
ScaledOperator<S>::ScaledOperator(S factor, OperatorPtr<S> A)
    : LinearOperator<S>(checked(A).getDomainMap(), checked(A).getRangeMap()), factor_(factor), A_(A) {}

template <class S>
void ScaledOperator<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  A_->apply(X, Y);
  Y.scale(factor_);
}

template <class S>
void ScaledOperator<S>::applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  A_->apply(X, Y, Teuchos::CONJ_TRANS);
  Y.scale(Teuchos::ScalarTraits<S>::conjugate(factor_));
}

RITZ_INSTANTIATE(ScaledOperator)

}  // namespace ritz
