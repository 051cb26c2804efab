#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/SumOperator.hpp>

#include <Teuchos_ScalarTraits.hpp>

#include <algorithm>
#include <utility>

namespace ritz {

namespace {

template <class S>
const Operator<S>& first(const std::vector<Term<S>>& terms) {
  if (terms.empty())
    throw InvalidOption("SumOperator: asked for a sum of no operators; give at least one term");
  return detail::requirePart(terms.front().A, "SumOperator", "the first operator");
}

}  // namespace

template <class S>
SumOperator<S>::SumOperator(std::vector<Term<S>> terms)
    : LinearOperator<S>(first(terms).getDomainMap(), first(terms).getRangeMap()), terms_(std::move(terms)) {
  for (const auto& term : terms_) {
    const Operator<S>& part = detail::requirePart(term.A, "SumOperator", "an operator");
    detail::requireSameMap(*part.getDomainMap(), *this->getDomainMap(), "SumOperator",
                           "the domain of a term");
    detail::requireSameMap(*part.getRangeMap(), *this->getRangeMap(), "SumOperator", "the range of a term");
  }
}

template <class S>
void SumOperator<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  S beta(0);
  for (const auto& [factor, A] : terms_) A->apply(X, Y, Teuchos::NO_TRANS, factor, std::exchange(beta, S(1)));
}

template <class S>
bool SumOperator<S>::hasAdjointImpl() const {
  return std::all_of(terms_.begin(), terms_.end(),
                     [](const Term<S>& term) { return term.A->hasTransposeApply(); });
}

template <class S>
void SumOperator<S>::applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  S beta(0);
  for (const auto& [factor, A] : terms_)
    A->apply(X, Y, Teuchos::CONJ_TRANS, Teuchos::ScalarTraits<S>::conjugate(factor),
             std::exchange(beta, S(1)));
}

template <class S>
std::uint64_t SumOperator<S>::version() const {
  std::uint64_t combined = 0;
  for (const auto& term : terms_) combined = detail::combineVersions({combined, versionOf(*term.A)});
  return combined;
}

template <class S>
Real<S> SumOperator<S>::rounding() const {
  Real<S> worst = 0;
  for (const auto& term : terms_) worst = std::max(worst, roundingOf(*term.A));
  return worst;
}

RITZ_INSTANTIATE(SumOperator)

}  // namespace ritz
