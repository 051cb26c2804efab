#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/ProductOperator.hpp>

namespace ritz {

namespace {

template <class S>
const Operator<S>& left(const OperatorPtr<S>& A) {
  return detail::requirePart(A, "ProductOperator", "the left factor");
}

template <class S>
const Operator<S>& right(const OperatorPtr<S>& B) {
  return detail::requirePart(B, "ProductOperator", "the right factor");
}

}  // namespace

template <class S>
ProductOperator<S>::ProductOperator(OperatorPtr<S> A, OperatorPtr<S> B)
    : LinearOperator<S>(right(B).getDomainMap(), left(A).getRangeMap()), A_(A), B_(B) {
  detail::requireSameMap(*B_->getRangeMap(), *A_->getDomainMap(), "ProductOperator",
                         "the range of the right factor");
}

template <class S>
void ProductOperator<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  MultiVector<S>& Z = between(X.getNumVectors());
  B_->apply(X, Z);
  A_->apply(Z, Y);
}

template <class S>
void ProductOperator<S>::applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  MultiVector<S>& Z = between(X.getNumVectors());
  A_->apply(X, Z, Teuchos::CONJ_TRANS);
  B_->apply(Z, Y, Teuchos::CONJ_TRANS);
}

template <class S>
MultiVector<S>& ProductOperator<S>::between(std::size_t columns) const {
  if (!between_ || between_->getNumVectors() != columns)
    between_ = std::make_unique<MultiVector<S>>(A_->getDomainMap(), columns, false);
  return *between_;
}

template <class S>
std::uint64_t ProductOperator<S>::version() const {
  return detail::combineVersions({versionOf(*A_), versionOf(*B_)});
}

template <class S>
Real<S> ProductOperator<S>::rounding() const {
  return detail::worstRounding<S>({A_, B_});
}

RITZ_INSTANTIATE(ProductOperator)

}  // namespace ritz
