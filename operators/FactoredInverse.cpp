#include <ritz/operators/Composite.hpp>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/operators/FactoredPencil.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/KluFactor.hpp>
#include <ritz/operators/MumpsFactor.hpp>

#include <utility>

namespace ritz {

namespace {

using detail::FactoredPencil;

template <class S>
using Matrix = Tpetra::CrsMatrix<S>;

template <class S>
const Matrix<S>& checked(const std::shared_ptr<const Matrix<S>>& A) {
  if (!A)
    throw SpaceMismatch("makeFactoredInverse: the matrix A is null; give a fill-complete Tpetra::CrsMatrix");
  if (!A->isFillComplete())
    throw InvalidOption("makeFactoredInverse: A is still being filled; call its fillComplete first");
  detail::requireSameMap(*A->getRowMap(), *A->getDomainMap(), "makeFactoredInverse", "the rows of A");
  detail::requireSameMap(*A->getRangeMap(), *A->getDomainMap(), "makeFactoredInverse", "the range of A");
  return *A;
}

template <class S>
class FactoredInverse final : public ShiftInverse<S> {
 public:
  FactoredInverse(std::shared_ptr<FactoredPencil<S>> pencil, Real<S> sigma)
      : ShiftInverse<S>(pencil->map(), pencil->map()), pencil_(std::move(pencil)) {
    numBelow_ = pencil_->factorize(sigma);
    if (pencil_->isSingular()) numBelow_ = pencil_->factorize(sigma - pencil_->nudge());
    sigma_ = pencil_->shift();
  }

  Real<S> shift() const override { return sigma_; }
  std::optional<long long> numBelow() const override {
    return numBelow_ >= 0 ? std::optional<long long>(numBelow_) : std::nullopt;
  }
  std::shared_ptr<const ShiftInverse<S>> movedTo(Real<S> sigma) const override {
    return std::make_shared<FactoredInverse<S>>(pencil_, sigma);
  }
  std::string describe() const override { return pencil_->describe(); }
  long numFactorizations() const override { return pencil_->numFactorizations(); }

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override {
    if (pencil_->shift() != sigma_) pencil_->factorize(sigma_);
    pencil_->solve(X, Y);
  }
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { applyImpl(X, Y); }

  std::shared_ptr<FactoredPencil<S>> pencil_;
  Real<S> sigma_ = 0;
  long long numBelow_ = -1;
};

}  // namespace

bool hasFactorization(Factorization by) {
  switch (by) {
    case Factorization::Mumps:
      return detail::hasMumps();
    case Factorization::Klu2:
      return detail::hasKlu();
    case Factorization::Any:
      break;
  }
  return detail::hasMumps() || detail::hasKlu();
}

template <class S>
std::shared_ptr<const ShiftInverse<S>> makeFactoredInverse(std::shared_ptr<const Matrix<S>> A,
                                                           std::shared_ptr<const Matrix<S>> B, Real<S> sigma,
                                                           Factorization by) {
  const Matrix<S>& matrix = checked<S>(A);
  if (B)
    detail::requireSameMap(*checked<S>(B).getDomainMap(), *matrix.getDomainMap(), "makeFactoredInverse", "B");
  if (!hasFactorization(by))
    throw NotSupported(
        "makeFactoredInverse: asked for a sparse factorisation that this build of Ritz is without; "
        "install MUMPS with its headers (Debian: libmumps-dev), or a Trilinos with Amesos2, and run CMake "
        "again, or take makeKrylovInverse");
  if (by == Factorization::Any) by = detail::hasMumps() ? Factorization::Mumps : Factorization::Klu2;
  return std::make_shared<FactoredInverse<S>>(std::make_shared<FactoredPencil<S>>(matrix, B.get(), by),
                                              sigma);
}

#define RITZ_FACTORED_INVERSE(S)                                                                         \
  template std::shared_ptr<const ShiftInverse<S>> makeFactoredInverse<S>(                                \
      std::shared_ptr<const Tpetra::CrsMatrix<S>>, std::shared_ptr<const Tpetra::CrsMatrix<S>>, Real<S>, \
      Factorization);
RITZ_FOR_EACH_SCALAR(RITZ_FACTORED_INVERSE)

}  // namespace ritz
