#include <ritz/operators/AdjointOperator.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/OperatorPair.hpp>

#include <algorithm>

namespace ritz {

template <class S>
OperatorPair<S>::OperatorPair(const OperatorPtr<S>& A, std::uint64_t seed, const std::string& name)
    : A_(std::make_shared<MeasuredOperator<S>>(A, name)),
      isSwapped_(A->getRangeMap()->getGlobalNumElements() < A->getDomainMap()->getGlobalNumElements()),
      rounding_(roundingOf(*A)) {
  const auto adjoint = std::make_shared<AdjointOperator<S>>(A);
  MultiVector<S> x(A->getDomainMap(), 1, false), y(A->getRangeMap(), 1, false);
  fillHash(x, seed ^ 0x70726f6265ULL);
  A_->calibrate(x, y);
  adjoint_ = std::make_shared<MeasuredOperator<S>>(adjoint, "the adjoint of " + name, A_->scale());
}

template <class S>
Real<S> OperatorPair<S>::norm() const {
  return std::max(A_->normSeen(), adjoint_->normSeen());
}

RITZ_INSTANTIATE(OperatorPair)

}  // namespace ritz
