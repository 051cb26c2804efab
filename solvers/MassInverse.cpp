#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/InverseOperator.hpp>
#include <ritz/operators/MatrixOperator.hpp>
#include <ritz/operators/ScaledOperator.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/MassInverse.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

/// diag(1/d)/scale; a zero on the diagonal of a semidefinite B is a null vector.
template <class S>
std::shared_ptr<const DiagonalOperator<S>> reciprocal(Tpetra::Vector<S> d, Real<S> scale) {
  d.scale(S(scale));
  try {
    return DiagonalOperator<S>(d).inverse();
  } catch (const InvalidOption&) {
    throw SingularMassFound();
  }
}

/// Conjugate gradients whose failure is a verdict on B, unless B itself failed while applying.
template <class S>
class InverseByCg final : public Operator<S> {
 public:
  InverseByCg(std::shared_ptr<MeasuredOperator<S>> mass, InverseOptions<S> options)
      : mass_(mass), inverse_(std::make_shared<InverseOperator<S>>(mass, std::move(options))) {}
  void apply(const MultiVector<S>& X, MultiVector<S>& Y, Teuchos::ETransp = Teuchos::NO_TRANS, S = S(1),
             S = S(0)) const override {
    try {
      inverse_->apply(X, Y);
      raiseOperatorFailure(*mass_->getDomainMap()->getComm(), "applying the inverse of B");
    } catch (const OperatorFailure&) {
      if (mass_->failed()) throw;
      throw SingularMassFound();
    }
  }
  MapPtr getDomainMap() const override { return mass_->getDomainMap(); }
  MapPtr getRangeMap() const override { return mass_->getRangeMap(); }

 private:
  std::shared_ptr<MeasuredOperator<S>> mass_;
  std::shared_ptr<const InverseOperator<S>> inverse_;
};

}  // namespace

template <class S>
std::optional<Tpetra::Vector<S>> diagonalOf(const Operator<S>& op) {
  if (const auto* diagonal = dynamic_cast<const DiagonalOperator<S>*>(&op))
    return Tpetra::Vector<S>(diagonal->diagonal(), Teuchos::Copy);
  if (const auto* matrix = dynamic_cast<const MatrixOperator<S>*>(&op))
    return Tpetra::Vector<S>(*matrix->diagonal(), Teuchos::Copy);
  if (const auto* rows = dynamic_cast<const Tpetra::RowMatrix<S>*>(&op)) {
    Tpetra::Vector<S> d(rows->getRowMap());
    rows->getLocalDiagCopy(d);
    return d;
  }
  return std::nullopt;
}

template <class S>
OperatorPtr<S> makeMassInverse(const Pencil<S>& pencil, double tolerance, int maxIterations) {
  auto diagonal = diagonalOf<S>(*pencil.mass->inner());
  InverseOptions<S> options;
  options.tolerance = std::max(tolerance, 50.0 * std::numeric_limits<Real<S>>::epsilon());
  options.maxIterations = maxIterations;
  if (diagonal) {
    auto inverse = reciprocal<S>(*std::move(diagonal), pencil.massScale());
    if (dynamic_cast<const DiagonalOperator<S>*>(pencil.mass->inner().get())) return inverse;
    options.preconditioner = std::move(inverse);
  }
  return std::make_shared<InverseByCg<S>>(pencil.mass, std::move(options));
}

template <class S>
std::vector<Real<S>> massInverseSquares(const Pencil<S>& pencil, const MultiVector<S>& R) {
  std::vector<Real<S>> squares(R.getNumVectors(), std::numeric_limits<Real<S>>::infinity());
  MultiVector<S> Z(R.getMap(), R.getNumVectors(), false);
  // Conjugate gradients that end at a residual of ε‖r‖ miss at most ε²κ(B) of rᴴB⁻¹r, always from below.
  try {
    const OperatorPtr<S> inverse =
        pencil.massInverse ? OperatorPtr<S>(pencil.massInverse) : makeMassInverse(pencil, 1e-6, 1000);
    inverse->apply(R, Z);
  } catch (const SingularMassFound&) {
    return squares;
  }
  std::vector<S> dots(squares.size());
  R.dot(Z, Teuchos::arrayViewFromVector(dots));
  for (std::size_t j = 0; j < dots.size(); ++j) squares[j] = std::abs(dots[j]) * Real<S>(1.05);
  return squares;
}

#define RITZ_MASS_INVERSE(S)                                                   \
  template std::optional<Tpetra::Vector<S>> diagonalOf<S>(const Operator<S>&); \
  template OperatorPtr<S> makeMassInverse<S>(const Pencil<S>&, double, int);   \
  template std::vector<Real<S>> massInverseSquares<S>(const Pencil<S>&, const MultiVector<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_MASS_INVERSE)

}  // namespace ritz
