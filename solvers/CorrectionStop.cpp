#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/CorrectionStop.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

template <class S>
Real<S> CorrectionStop<S>::estimated(const typename SymmetricQmr<S>::Scalars& now) const {
  const Real<S> whole = 1 + now.square, moved = (2 * now.overlap + now.curvature) / whole;
  const Real<S> linear = now.residual * now.residual / whole;
  const Real<S> square = linear + now.overlap * now.overlap / whole - moved * moved;
  return std::sqrt(square > 0 ? square : linear);
}

template <class S>
Belos::StatusType CorrectionStop<S>::checkStatus(
    Belos::Iteration<S, MultiVector<S>, Operator<S>>* iteration) {
  constexpr Real<S> Fall = Real<S>(0.1);
  const auto& now = dynamic_cast<const SymmetricQmr<S>&>(*iteration).scalars();
  const int steps = iteration->getNumIters();
  if (steps == 0) {
    start_ = eigenresidual_ = residual_ = now.residual;
    return status_ = Belos::Failed;
  }
  const Real<S> before = eigenresidual_, residualBefore = residual_;
  residual_ = now.residual;
  eigenresidual_ = estimated(now);
  const bool isOutOfStep = steps > 1 && (residualBefore <= eigenresidual_ || before <= residual_);
  const bool isDone = eigenresidual_ <= std::max(enough_, Fall) * start_ || isOutOfStep || steps >= most_;
  return status_ = isDone ? Belos::Passed : Belos::Failed;
}

template <class S>
void CorrectionStop<S>::print(std::ostream& out, int indent) const {
  out << std::string(static_cast<std::size_t>(indent), ' ') << "eigenresidual " << eigenresidual_ << ", from "
      << start_ << '\n';
}

RITZ_INSTANTIATE(CorrectionStop)

}  // namespace ritz
