#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/CorrectionSystem.hpp>

#include <algorithm>

namespace ritz {

template <class S>
CorrectionSystem<S>::CorrectionSystem(const Pencil<S>& pencil, const MV& Q, const MV& massQ, Real<S> shift)
    : pencil_(pencil),
      Q_(Q),
      massQ_(massQ),
      massU_(*massQ.getVector(massQ.getNumVectors() - 1), Teuchos::Copy),
      skew_(pencil.map, 1, false),
      shift_(shift) {
  if (pencil.mass) massX_.emplace(pencil.map, 1, false);
  if (!pencil.preconditioner) return;
  pencil.preconditioner->apply(massU_, skew_);
  skewProduct_ = gram(massU_, skew_)(0, 0);
}

template <class S>
void CorrectionSystem<S>::applyOp(const MV& X, MV& Y) const {
  pencil_.A->applyUnsettled(X, Y);
  if (massX_) {
    pencil_.mass->apply(X, *massX_);
    Y.update(S(-shift_), *massX_, S(1));
  } else {
    Y.update(S(-shift_), X, S(1));
  }
  addToBlock(S(-1), massQ_, settled(*pencil_.A, Q_, Y), Y);
}

template <class S>
void CorrectionSystem<S>::applyLeftPrec(const MV& X, MV& Y) const {
  if (!pencil_.preconditioner) {
    Tpetra::deep_copy(Y, X);
    return;
  }
  pencil_.preconditioner->applyUnsettled(X, Y);
  const S along = settled(*pencil_.preconditioner, massU_, Y)(0, 0);
  Y.update(-along / skewProduct_, skew_, S(1));
}

/// BᴴY after a product that gave Y, and is checked with it. One reduction.
template <class S>
Dense<S> CorrectionSystem<S>::settled(const MeasuredOperator<S>& product, const MV& B, const MV& Y) const {
  const int count = static_cast<int>(B.getNumVectors());
  const Dense<S> products = projectOnBasis(B, count, Y, Y);
  product.settle(0.0, static_cast<double>(std::real(products(count, 0))));
  Dense<S> result(count, 1);
  std::copy_n(products.data(), count, result.data());
  return result;
}

RITZ_INSTANTIATE(CorrectionSystem)

}  // namespace ritz
