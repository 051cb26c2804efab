#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <chrono>

namespace ritz {

namespace {

template <class S>
const Operator<S>& checked(const OperatorPtr<S>& inner) {
  if (!inner) throw SpaceMismatch("CountingOperator: the operator to count is null");
  return *inner;
}

}  // namespace

template <class S>
CountingOperator<S>::CountingOperator(OperatorPtr<S> inner)
    : LinearOperator<S>(checked(inner).getDomainMap(), checked(inner).getRangeMap()), inner_(inner) {}

template <class S>
void CountingOperator<S>::counted(const MultiVector<S>& X, MultiVector<S>& Y, Teuchos::ETransp mode) const {
  const auto start = std::chrono::steady_clock::now();
  count_.calls += 1;
  count_.columns += static_cast<long>(X.getNumVectors());
  inner_->apply(X, Y, mode);
  count_.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class S>
void CountingOperator<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  counted(X, Y, Teuchos::NO_TRANS);
}

template <class S>
void CountingOperator<S>::applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  counted(X, Y, Teuchos::CONJ_TRANS);
}

RITZ_INSTANTIATE(CountingOperator)

}  // namespace ritz
