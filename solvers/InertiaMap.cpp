#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonRestart.hpp>
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

/// K_P, or P K B′K Pᴴ. No LinearOperator, as MeasuredOperator, which throws on all ranks, is inside.
template <class S>
class ProjectedPreconditioner final : public Tpetra::Operator<S> {
 public:
  ProjectedPreconditioner(const Pencil<S>& pencil, const MultiVector<S>& U, bool usesPreconditioner,
                          std::optional<Real<S>> target)
      : pencil_(pencil), U_(U), BU_(massImages(pencil, U)), uses_(usesPreconditioner), target_(target) {}

  void apply(const MultiVector<S>& X, MultiVector<S>& Y, Teuchos::ETransp mode, S alpha,
             S beta) const override {
    if (mode != Teuchos::NO_TRANS || alpha != S(1) || beta != S(0))
      throw NotSupported("ProjectedPreconditioner applies Y = K_P X and nothing else");
    MultiVector<S> inside(X, Teuchos::Copy);
    removeFrom(BU_, U_, inside);
    precondition(inside, Y);
    removeFrom(U_, BU_, Y);
  }
  MapPtr getDomainMap() const override { return pencil_.map; }
  MapPtr getRangeMap() const override { return pencil_.map; }

 private:
  /// X is overwritten.
  void precondition(MultiVector<S>& X, MultiVector<S>& Y) const {
    if (uses_ && target_) {
      const std::vector<Real<S>> shifts(X.getNumVectors(), *target_ * pencil_.valueScale());
      pencil_.preconditioner->applyShifted(X, shifts, Y);
      pencil_.applyMass(Y, X);
      pencil_.preconditioner->applyShifted(X, shifts, Y);
    } else if (uses_) {
      pencil_.preconditioner->apply(X, Y);
    } else if (target_ && pencil_.mass) {
      pencil_.massInverse->apply(X, Y);
    } else {
      Tpetra::deep_copy(Y, X);
    }
  }

  const Pencil<S>& pencil_;
  const MultiVector<S>& U_;
  MultiVector<S> BU_;
  bool uses_;
  std::optional<Real<S>> target_;
};

}  // namespace

template <class S>
InertiaMap<S>::InertiaMap(const Pencil<S>& dual, const Pencil<S>& pencil, const MultiVector<S>& U,
                          Real<S> sigma, const Which& which)
    : KrylovMap<S>(dual),
      original_(pencil),
      U_(U),
      BU_(massImages(pencil, U)),
      sigma_(sigma),
      sign_(std::holds_alternative<Largest>(which) ? -1 : 1),
      target_(targetOf<Real<S>>(which)) {}

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
  if (target_) {
    multiplyFolded(*x, *product, *last);
  } else {
    original_.A->apply(*x, *product);
    original_.applyMass(*x, *last);
    product->update(S(-sign_ * sigma_), *last, S(sign_));
  }
  project(*product);
  this->pencil().mass->apply(*product, *last);
}

template <class S>
void InertiaMap<S>::multiplyFolded(const MultiVector<S>& x, MultiVector<S>& product,
                                   MultiVector<S>& work) const {
  const Real<S> radius = sigma_ - *target_;
  MultiVector<S> shifted(x.getMap(), 1, false), inner(x.getMap(), 1, false);
  original_.A->apply(x, shifted);
  original_.applyMass(x, work);
  shifted.update(S(-*target_), work, S(1));
  if (original_.mass)
    original_.massInverse->apply(shifted, inner);
  else
    Tpetra::deep_copy(inner, shifted);
  original_.A->apply(inner, product);
  original_.applyMass(inner, shifted);
  product.update(S(-*target_), shifted, S(-radius * radius), work, S(1));
}

template <class S>
std::unique_ptr<Pencil<S>> dualPencil(const Pencil<S>& pencil, const MultiVector<S>& U,
                                      bool usesPreconditioner, const Which& which) {
  auto dual = std::make_unique<Pencil<S>>(pencil);
  const auto K =
      std::make_shared<ProjectedPreconditioner<S>>(pencil, U, usesPreconditioner, targetOf<Real<S>>(which));
  dual->mass = std::make_shared<MeasuredOperator<S>>(K, "the preconditioner");
  dual->massInverse = dual->preconditioner = nullptr;
  dual->n -= static_cast<long long>(U.getNumVectors());
  dual->relativeTo = RelativeTo::Norm;
  return dual;
}

RITZ_INSTANTIATE(InertiaMap)
#define RITZ_DUAL_PENCIL(S)                                                                        \
  template std::unique_ptr<Pencil<S>> dualPencil<S>(const Pencil<S>&, const MultiVector<S>&, bool, \
                                                    const Which&);
RITZ_FOR_EACH_SCALAR(RITZ_DUAL_PENCIL)

}  // namespace ritz
