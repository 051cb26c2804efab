#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/InertiaMap.hpp>

namespace ritz {

namespace {

template <class S>
MultiVector<S> massImages(const Pencil<S>& pencil, const MultiVector<S>& U) {
  MultiVector<S> BU(U, Teuchos::Copy);
  pencil.applyMass(U, BU);
  return BU;
}

/// X ← X − V WᴴX.
template <class S>
void removeFrom(const MultiVector<S>& V, const MultiVector<S>& W, MultiVector<S>& X) {
  const Dense<S> C = projectOnBasis(W, static_cast<int>(W.getNumVectors()), MultiVector<S>(X.getMap(), 0), X);
  addToBlock(S(-1), V, C, X);
}

/// K_P. No LinearOperator, as MeasuredOperator, which throws on all ranks, is inside.
template <class S>
class ProjectedPreconditioner final : public Tpetra::Operator<S> {
 public:
  ProjectedPreconditioner(const Pencil<S>& pencil, const MultiVector<S>& U, bool usesPreconditioner)
      : pencil_(pencil), U_(U), BU_(massImages(pencil, U)), uses_(usesPreconditioner) {}

  void apply(const MultiVector<S>& X, MultiVector<S>& Y, Teuchos::ETransp mode, S alpha,
             S beta) const override {
    if (mode != Teuchos::NO_TRANS || alpha != S(1) || beta != S(0))
      throw NotSupported("ProjectedPreconditioner applies Y = K_P X and nothing else");
    MultiVector<S> inside(X, Teuchos::Copy);
    removeFrom(BU_, U_, inside);
    if (uses_)
      pencil_.preconditioner->apply(inside, Y);
    else
      Tpetra::deep_copy(Y, inside);
    removeFrom(U_, BU_, Y);
  }
  MapPtr getDomainMap() const override { return pencil_.map; }
  MapPtr getRangeMap() const override { return pencil_.map; }

 private:
  const Pencil<S>& pencil_;
  const MultiVector<S>& U_;
  MultiVector<S> BU_;
  bool uses_;
};

}  // namespace

template <class S>
InertiaMap<S>::InertiaMap(const Pencil<S>& dual, const Pencil<S>& pencil, const MultiVector<S>& U,
                          Real<S> sigma, bool isSmallest)
    : KrylovMap<S>(dual),
      original_(pencil),
      U_(U),
      BU_(massImages(pencil, U)),
      sigma_(sigma),
      sign_(isSmallest ? 1 : -1) {}

template <class S>
void InertiaMap<S>::project(MultiVector<S>& X) const {
  removeFrom(BU_, U_, X);
}

template <class S>
void InertiaMap<S>::multiply(MultiVector<S>& pair, MultiVector<S>* images) const {
  const auto y = pair.getVector(0);
  const auto product = pair.getVectorNonConst(1);
  const auto x = images->getVectorNonConst(0), last = images->getVectorNonConst(1);
  this->pencil().mass->apply(*y, *x);
  original_.A->apply(*x, *product);
  original_.applyMass(*x, *last);
  product->update(S(-sign_ * sigma_), *last, S(sign_));
  project(*product);
  this->pencil().mass->apply(*product, *last);
}

template <class S>
std::unique_ptr<Pencil<S>> dualPencil(const Pencil<S>& pencil, const MultiVector<S>& U,
                                      bool usesPreconditioner) {
  auto dual = std::make_unique<Pencil<S>>(pencil);
  const auto K = std::make_shared<ProjectedPreconditioner<S>>(pencil, U, usesPreconditioner);
  dual->mass = std::make_shared<MeasuredOperator<S>>(K, "the preconditioner");
  dual->massInverse = dual->preconditioner = nullptr;
  dual->n -= static_cast<long long>(U.getNumVectors());
  dual->relativeTo = RelativeTo::Norm;
  return dual;
}

RITZ_INSTANTIATE(InertiaMap)
#define RITZ_DUAL_PENCIL(S) \
  template std::unique_ptr<Pencil<S>> dualPencil<S>(const Pencil<S>&, const MultiVector<S>&, bool);
RITZ_FOR_EACH_SCALAR(RITZ_DUAL_PENCIL)

}  // namespace ritz
