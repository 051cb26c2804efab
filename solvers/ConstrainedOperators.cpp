#include <ritz/operators/Failure.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/ConstrainedOperators.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <utility>

namespace ritz {

template <class S>
void removeSpan(const MultiVector<S>& V, const MultiVector<S>& W, MultiVector<S>& X) {
  X.update(S(-1), times(V, gram(W, X)), S(1));
}

template <class S>
ConstrainedOperator<S>::ConstrainedOperator(OperatorPtr<S> A, MultiVectorPtr<S> C, MultiVectorPtr<S> BC,
                                            Real<S> tau)
    : LinearOperator<S>(A->getDomainMap(), A->getRangeMap()),
      A_(std::move(A)),
      C_(std::move(C)),
      BC_(std::move(BC)),
      tau_(tau) {}

template <class S>
void ConstrainedOperator<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  const Dense<S> c = gram(*BC_, X);
  MultiVector<S> inside(X, Teuchos::Copy);
  inside.update(S(-1), times(*C_, c), S(1));
  A_->apply(inside, Y);
  removeSpan(*BC_, *C_, Y);
  Y.update(S(tau_), times(*BC_, c), S(1));
}

template <class S>
ConstrainedPreconditioner<S>::ConstrainedPreconditioner(OperatorPtr<S> K, MultiVectorPtr<S> C,
                                                        MultiVectorPtr<S> BC, Real<S> c)
    : LinearOperator<S>(K->getDomainMap(), K->getRangeMap()),
      K_(std::move(K)),
      C_(std::move(C)),
      BC_(std::move(BC)),
      c_(c) {}

template <class S>
void ConstrainedPreconditioner<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  const Dense<S> c = gram(*C_, X);
  MultiVector<S> inside(X, Teuchos::Copy);
  inside.update(S(-1), times(*BC_, c), S(1));
  K_->apply(inside, Y);
  removeSpan(*C_, *BC_, Y);
  Y.update(S(c_), times(*C_, c), S(1));
}

template <class S>
ConstrainedInverse<S>::ConstrainedInverse(std::shared_ptr<const ShiftInverse<S>> inverse, MultiVectorPtr<S> C,
                                          MultiVectorPtr<S> BC, Real<S> tau)
    : ShiftInverse<S>(inverse->getDomainMap(), inverse->getRangeMap()),
      inverse_(std::move(inverse)),
      C_(std::move(C)),
      BC_(std::move(BC)),
      tau_(tau),
      Z_(*BC_, Teuchos::Copy) {
  inverse_->apply(*BC_, Z_);
  raiseOperatorFailure(*Z_.getMap()->getComm(), "applying the inverse of A − σB to constraints");
  const auto eigen = hermitianEigen(gram(*BC_, Z_));
  const int m = eigen.vectors.rows();
  inverseOfS_ = Dense<S>(m, m);
  for (int l = 0; l < m; ++l) {
    const Real<S> value = eigen.values[static_cast<std::size_t>(l)];
    if (value < 0) ++negativeInS_;
    for (int j = 0; j < m; ++j)
      for (int i = 0; i < m; ++i)
        inverseOfS_(i, j) +=
            eigen.vectors(i, l) * Teuchos::ScalarTraits<S>::conjugate(eigen.vectors(j, l)) / S(value);
  }
}

template <class S>
std::optional<long long> ConstrainedInverse<S>::numBelow() const {
  const auto all = inverse_->numBelow();
  if (!all) return all;
  return *all - negativeInS_ + (tau_ < shift() ? static_cast<long long>(C_->getNumVectors()) : 0);
}

template <class S>
std::shared_ptr<const ShiftInverse<S>> ConstrainedInverse<S>::movedTo(Real<S> sigma) const {
  return std::make_shared<ConstrainedInverse<S>>(inverse_->movedTo(sigma), C_, BC_, tau_);
}

template <class S>
void ConstrainedInverse<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  const Dense<S> c = gram(*C_, X);
  inverse_->apply(X, Y);
  Y.update(S(-1), times(Z_, product(inverseOfS_, gram(*BC_, Y))), S(1));
  removeSpan(*C_, *BC_, Y);
  Y.update(S(1 / (tau_ - shift())), times(*C_, c), S(1));
}

RITZ_INSTANTIATE(ConstrainedOperator)
RITZ_INSTANTIATE(ConstrainedPreconditioner)
RITZ_INSTANTIATE(ConstrainedInverse)
#define RITZ_REMOVE_SPAN(S) \
  template void removeSpan<S>(const MultiVector<S>&, const MultiVector<S>&, MultiVector<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_REMOVE_SPAN)

}  // namespace ritz
