#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/LinearOperator.hpp>

#include <fmt/format.h>
#include <Teuchos_ScalarTraits.hpp>

#include <limits>
#include <optional>

namespace ritz {

template <class S>
LinearOperator<S>::LinearOperator(MapPtr domain, MapPtr range) : domain_(domain), range_(range) {
  if (domain_.is_null() || range_.is_null())
    throw SpaceMismatch("LinearOperator: domain or range map is null; make one with ritz::makeMap(n)");
}

template <class S>
void LinearOperator<S>::apply(const MultiVector<S>& X, MultiVector<S>& Y, Teuchos::ETransp mode, S alpha,
                              S beta) const {
  const bool adjoint = mode != Teuchos::NO_TRANS;
  if (adjoint && !hasAdjointImpl())
    throw NotSupported(
        fmt::format("{}: asked for the adjoint, which it does not have; override hasAdjointImpl and "
                    "applyAdjointImpl, or use the operator untransposed",
                    this->description()));
  if (mode == Teuchos::TRANS && Teuchos::ScalarTraits<S>::isComplex)
    throw NotSupported("LinearOperator: asked for the plain transpose of a complex operator; use CONJ_TRANS");
  checkSpaces(X, Y, adjoint);
  if (alpha == S(0)) {
    if (beta == S(0))
      Y.putScalar(S(0));
    else
      Y.scale(beta);
    return;
  }

  std::optional<MultiVector<S>> ownX;
  if (!X.isConstantStride() || X.aliases(Y)) ownX.emplace(X, Teuchos::Copy);
  const MultiVector<S>& input = ownX ? *ownX : X;
  if (alpha == S(1) && beta == S(0) && Y.isConstantStride()) {
    applyGuarded(input, Y, adjoint);
    return;
  }
  MultiVector<S> product(Y.getMap(), Y.getNumVectors(), false);
  applyGuarded(input, product, adjoint);
  Y.update(alpha, product, beta);
}

template <class S>
void LinearOperator<S>::checkSpaces(const MultiVector<S>& X, const MultiVector<S>& Y, bool adjoint) const {
  const Map& from = adjoint ? *range_ : *domain_;
  const Map& to = adjoint ? *domain_ : *range_;
  const auto check = [this](const Map& has, const Map& wants, const char* what) {
    if (!has.isSameAs(wants))
      throw SpaceMismatch(fmt::format(
          "{}: {} lives on a map of {} entries, the operator's own has {}{}; make both "
          "from the operator's map",
          this->description(), what, has.getGlobalNumElements(), wants.getGlobalNumElements(),
          has.getGlobalNumElements() == wants.getGlobalNumElements() ? ", spread differently over the ranks"
                                                                     : ""));
  };
  check(*X.getMap(), from, "the vector to apply to");
  check(*Y.getMap(), to, "the result");
  if (X.getNumVectors() != Y.getNumVectors())
    throw SpaceMismatch(
        fmt::format("{}: asked to apply to {} columns with room for {} in the result; they must agree",
                    this->description(), X.getNumVectors(), Y.getNumVectors()));
}

template <class S>
void LinearOperator<S>::applyGuarded(const MultiVector<S>& X, MultiVector<S>& Y, bool adjoint) const {
  try {
    if (adjoint)
      applyAdjointImpl(X, Y);
    else
      applyImpl(X, Y);
  } catch (...) {
    if (domain_->getComm()->getSize() == 1) throw;
    keepOperatorFailure(std::current_exception());
    Y.putScalar(S(std::numeric_limits<Real<S>>::quiet_NaN()));
  }
}

template <class S>
void LinearOperator<S>::applyAdjointImpl(const MultiVector<S>&, MultiVector<S>&) const {
  throw NotSupported(
      "LinearOperator: applyAdjointImpl is not written; override it where hasAdjointImpl is true");
}

template <class S>
std::uint64_t versionOf(const Operator<S>& A) {
  const auto* own = dynamic_cast<const LinearOperator<S>*>(&A);
  return own ? own->version() : 0;
}

template <class S>
Real<S> roundingOf(const Operator<S>& A) {
  const auto* own = dynamic_cast<const LinearOperator<S>*>(&A);
  return own ? own->rounding() : std::numeric_limits<Real<S>>::epsilon();
}

RITZ_INSTANTIATE(LinearOperator)
#define RITZ_PROPERTIES(S)                                 \
  template std::uint64_t versionOf<S>(const Operator<S>&); \
  template Real<S> roundingOf<S>(const Operator<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_PROPERTIES)

}  // namespace ritz
