#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/CorrectionEquation.hpp>
#include <ritz/solvers/CorrectionStop.hpp>
#include <ritz/solvers/CorrectionSystem.hpp>
#include <ritz/solvers/SymmetricQmr.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace ritz {

/// Coefficients of the Ritz vectors up to the target.
template <class S>
Dense<S> CorrectionEquation<S>::projectedOut(const SmallEigen<S>& ritz, int target) const {
  Dense<S> C(basis_.size(), target + 1);
  for (int j = 0; j <= target; ++j) std::copy_n(ritz.vectors.column(j), C.rows(), C.column(j));
  return C;
}

template <class S>
MultiVector<S> CorrectionEquation<S>::solve(const SmallEigen<S>& ritz, const DavidsonTargets<S>& targets,
                                            Real<S> limit, int most) {
  // What the recurrences take for the residual may be a little too small.
  constexpr Real<S> Safely = Real<S>(0.5);
  MultiVector<S> result(targets.residuals(), Teuchos::Copy);
  result.scale(S(-1));
  const std::vector<Real<S>> relative = targets.relative();
  for (std::size_t j = 0; j < targets.indices().size(); ++j) {
    const Dense<S> C = projectedOut(ritz, targets.indices()[j]);
    const MultiVector<S> Q = basis_.withFixed(C);
    std::optional<MultiVector<S>> massQ;
    if (pencil_.mass) massQ.emplace(basis_.massesWithFixed(C));
    const Real<S> theta = targets.values()[j];
    const CorrectionSystem<S> system(pencil_, Q, massQ ? *massQ : Q, theta);
    CorrectionStop<S> stop(Safely * limit / relative[static_cast<std::size_t>(targets.indices()[j])], most);
    const auto t = result.getVectorNonConst(j);
    SymmetricQmr<S> qmr(system, stop, *t);
    qmr.iterate();
    isDefinite_ = isDefinite_ && qmr.isDefinite();
    Tpetra::deep_copy(*t, qmr.getNumIters() > 0 ? qmr.solution() : qmr.direction());
    steps_ += qmr.getNumIters();
    ++solves_;
  }
  return result;
}

template <class S>
std::string CorrectionEquation<S>::describe() const {
  if (solves_ == 0) return "";
  return fmt::format("{} inner steps for {} corrections{}", steps_, solves_,
                     isDefinite_ ? "" : ", no more since the preconditioner K is not positive definite");
}

RITZ_INSTANTIATE(CorrectionEquation)

}  // namespace ritz
