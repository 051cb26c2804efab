#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/ShiftedOperator.hpp>

#include <Teuchos_ScalarTraits.hpp>

namespace ritz {

namespace {

template <class S>
const Operator<S>& checked(const OperatorPtr<S>& A) {
  return detail::requirePart(A, "ShiftedOperator", "the operator to shift");
}

}  // namespace

template <class S>
ShiftedOperator<S>::ShiftedOperator(OperatorPtr<S> A, S sigma, OperatorPtr<S> B)
    : LinearOperator<S>(checked(A).getDomainMap(), checked(A).getRangeMap()), A_(A), B_(B), sigma_(sigma) {
  const Map& domain = *this->getDomainMap();
  const Map& range = *this->getRangeMap();
  if (!B_) {
    detail::requireSameMap(range, domain, "ShiftedOperator",
                           "the range of an operator shifted by the identity");
    return;
  }
  detail::requireSameMap(*B_->getDomainMap(), domain, "ShiftedOperator", "the domain of B");
  detail::requireSameMap(*B_->getRangeMap(), range, "ShiftedOperator", "the range of B");
}

template <class S>
void ShiftedOperator<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  A_->apply(X, Y);
  if (B_)
    B_->apply(X, Y, Teuchos::NO_TRANS, -sigma_, S(1));
  else
    Y.update(-sigma_, X, S(1));
}

template <class S>
bool ShiftedOperator<S>::hasAdjointImpl() const {
  return A_->hasTransposeApply() && (!B_ || B_->hasTransposeApply());
}

template <class S>
void ShiftedOperator<S>::applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  const S factor = -Teuchos::ScalarTraits<S>::conjugate(sigma_);
  A_->apply(X, Y, Teuchos::CONJ_TRANS);
  if (B_)
    B_->apply(X, Y, Teuchos::CONJ_TRANS, factor, S(1));
  else
    Y.update(factor, X, S(1));
}

template <class S>
std::uint64_t ShiftedOperator<S>::version() const {
  return detail::combineVersions({versionOf(*A_), B_ ? versionOf(*B_) : 0});
}

template <class S>
Real<S> ShiftedOperator<S>::rounding() const {
  return detail::worstRounding<S>({A_, B_});
}

RITZ_INSTANTIATE(ShiftedOperator)

}  // namespace ritz
