#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/InverseOperator.hpp>
#include <ritz/operators/KrylovInverse.hpp>
#include <ritz/operators/ShiftedOperator.hpp>

#include <utility>

namespace ritz {

namespace {

template <class S>
using Counted = std::shared_ptr<const CountingOperator<S>>;

template <class S>
class KrylovInverse final : public ShiftInverse<S> {
 public:
  KrylovInverse(Counted<S> A, Counted<S> B, Real<S> sigma, const KrylovInverseOptions<S>& options)
      : ShiftInverse<S>(A->getRangeMap(), A->getDomainMap()),
        A_(std::move(A)),
        B_(std::move(B)),
        sigma_(sigma),
        options_(options),
        minres_(shifted(), innerOptions(InverseSolver::Minres)),
        cg_(shifted(), innerOptions(InverseSolver::Cg)) {}

  Real<S> shift() const override { return sigma_; }
  std::shared_ptr<const ShiftInverse<S>> movedTo(Real<S> sigma) const override {
    return std::make_shared<KrylovInverse<S>>(A_, B_, sigma, options_);
  }
  std::string describe() const override {
    return isIndefinite_ ? "inner solves by MINRES" : "inner solves by conjugate gradients";
  }
  InnerProducts innerProducts() const override { return {A_->count(), B_ ? B_->count() : ApplyCount()}; }
  Real<S> rounding() const override { return static_cast<Real<S>>(options_.tolerance); }

 private:
  OperatorPtr<S> shifted() const {
    if (sigma_ == Real<S>(0)) return A_;
    return std::make_shared<ShiftedOperator<S>>(A_, S(sigma_), B_);
  }

  InverseOptions<S> innerOptions(InverseSolver solver) const {
    InverseOptions<S> inner;
    inner.tolerance = options_.tolerance;
    inner.maxIterations = options_.maxIterations;
    inner.solver = solver;
    inner.preconditioner = options_.preconditioner;
    return inner;
  }

  /// A failure of conjugate gradients is known on every rank.
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override {
    if (!isIndefinite_) {
      try {
        cg_.apply(X, Y);
        raiseOperatorFailure(*Y.getMap()->getComm(), "InverseOperator");
        return;
      } catch (const OperatorFailure&) {
        isIndefinite_ = true;
      }
    }
    minres_.apply(X, Y);
  }
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { applyImpl(X, Y); }

  Counted<S> A_, B_;
  Real<S> sigma_;
  KrylovInverseOptions<S> options_;
  InverseOperator<S> minres_, cg_;
  mutable bool isIndefinite_ = false;
};

}  // namespace

template <class S>
std::shared_ptr<const ShiftInverse<S>> makeKrylovInverse(OperatorPtr<S> A, OperatorPtr<S> B, Real<S> sigma,
                                                         const KrylovInverseOptions<S>& options) {
  const auto counted = std::make_shared<CountingOperator<S>>(std::move(A));
  const auto mass = B ? std::make_shared<CountingOperator<S>>(std::move(B)) : nullptr;
  return std::make_shared<KrylovInverse<S>>(counted, mass, sigma, options);
}

#define RITZ_KRYLOV_INVERSE(S)                                          \
  template std::shared_ptr<const ShiftInverse<S>> makeKrylovInverse<S>( \
      OperatorPtr<S>, OperatorPtr<S>, Real<S>, const KrylovInverseOptions<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_KRYLOV_INVERSE)

}  // namespace ritz
