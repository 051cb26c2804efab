#include <ritz/operators/AdjointOperator.hpp>
#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Instantiate.hpp>

namespace ritz {

namespace {

template <class S>
const Operator<S>& checked(const OperatorPtr<S>& A) {
  return detail::requirePart(A, "AdjointOperator", "the operator");
}

}  // namespace

template <class S>
AdjointOperator<S>::AdjointOperator(OperatorPtr<S> A)
    : LinearOperator<S>(checked(A).getRangeMap(), checked(A).getDomainMap()), A_(A) {
  if (!A_->hasTransposeApply())
    throw NotSupported(
        "AdjointOperator: " + A_->description() +
        " has no adjoint; override hasAdjointImpl and applyAdjointImpl, or give makeOperator both "
        "functions");
}

RITZ_INSTANTIATE(AdjointOperator)

}  // namespace ritz
