#include <ritz/adjoint/ClusterBlocks.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/PullbackFormula.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <memory>

namespace ritz {

template <class S>
PullbackFormula<S>::PullbackFormula(const EigenResult<S>& result, const std::vector<int>& clusterOf,
                                    const Cotangent<S>& cotangent, const Dense<S>& M)
    : valuesBar_(insideClusters(cotangent.values, clusterOf)),
      FK_(overGaps(antiHermitianPart(M), clusterOf, result.values)),
      M_(M) {}

template <class S>
Real<S> PullbackFormula<S>::fixedSize() const {
  return frobenius(valuesBar_) + frobenius(FK_);
}

template <class S>
void PullbackFormula<S>::apply(const EigenResult<S>& result, const MultiVector<S>* X, bool wantsY,
                               Pullback<S>& pullback) const {
  const MultiVector<S>& U = *result.vectors;
  MultiVector<S> simple = times(U, valuesBar_);  // U Λ̄ + X
  if (X) simple.update(S(1), *X, S(1));
  auto W = std::make_shared<MultiVector<S>>(simple, Teuchos::Copy);
  addToBlock(S(1), U, FK_, *W);
  pullback.W = W;
  if (!wantsY) return;
  auto Y = std::make_shared<MultiVector<S>>(simple, Teuchos::Copy);
  scaleColumns(*Y, result.values);
  Dense<S> C = FK_;
  for (int j = 0; j < C.cols(); ++j)
    for (int i = 0; i < C.rows(); ++i) {
      const Real<S> sum =
          result.values[static_cast<std::size_t>(i)] + result.values[static_cast<std::size_t>(j)];
      C(i, j) *= S(sum / 2);
      if (M_.rows() > 0) C(i, j) += (M_(i, j) + Teuchos::ScalarTraits<S>::conjugate(M_(j, i))) / S(4);
    }
  addToBlock(S(1), U, C, *Y);
  pullback.Y = Y;
}

RITZ_INSTANTIATE(PullbackFormula)

}  // namespace ritz
