#include <ritz/adjoint/ConstraintTerms.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <memory>

namespace ritz {

template <class S>
ConstraintTerms<S>::ConstraintTerms(const EigenResult<S>& result)
    : A_(result.problem.A),
      constraints_(result.problem, result.options.which, static_cast<int>(result.values.size())) {}

template <class S>
EigenResult<S> ConstraintTerms<S>::freed(EigenResult<S> result) const {
  result.problem = constraints_.problem();
  return result;
}

template <class S>
void ConstraintTerms<S>::project(MultiVector<S>& F) const {
  addToBlock(S(-1), constraints_.massVectors(), gram(constraints_.vectors(), F), F);
}

template <class S>
void ConstraintTerms<S>::complete(const MultiVector<S>* vectorsBar, Pullback<S>& pullback) const {
  if (!pullback.Y) return;
  const MultiVector<S>& C = constraints_.vectors();
  if (!AC_) {
    auto product = std::make_shared<MultiVector<S>>(C, Teuchos::Copy);
    A_->apply(C, *product);
    AC_ = product;
    pullback.applications.A.columns += static_cast<long>(C.getNumVectors());
    pullback.applications.A.calls += 1;
  }
  MultiVector<S> Y(*pullback.Y, Teuchos::Copy);
  addToBlock(S(1), C, gram(*AC_, *pullback.W), Y);
  if (vectorsBar) addToBlock(S(1), C, gram(C, *vectorsBar), Y);
  pullback.Y = std::make_shared<MultiVector<S>>(joined(Y, *pullback.W));
  pullback.V = std::make_shared<MultiVector<S>>(joined(*pullback.U, times(C, gram(*AC_, *pullback.U))));
}

RITZ_INSTANTIATE(ConstraintTerms)

}  // namespace ritz
