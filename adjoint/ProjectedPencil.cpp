#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/ProjectedPencil.hpp>
#include <ritz/adjoint/SpectralEnds.hpp>
#include <ritz/adjoint/UsableGuards.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/PreconditionerCheck.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

template <class S>
std::shared_ptr<MeasuredOperator<S>> measured(const OperatorPtr<S>& op, const char* name) {
  return op ? std::make_shared<MeasuredOperator<S>>(op, name) : nullptr;
}

template <class S>
MultiVectorPtr<S> imageOf(const std::shared_ptr<MeasuredOperator<S>>& B, const MultiVectorPtr<S>& X) {
  if (!B) return X;
  auto Y = std::make_shared<MultiVector<S>>(X->getMap(), X->getNumVectors(), false);
  B->apply(*X, *Y);
  return Y;
}

}  // namespace

template <class S>
ProjectedPencil<S>::ProjectedPencil(const EigenResult<S>& result, const std::vector<Real<S>>& signs,
                                    bool useGuards)
    : map_(result.problem.A->getDomainMap()),
      A_(measured(result.problem.A, "A")),
      mass_(measured(result.problem.mass, "the mass operator B")),
      preconditioner_(measured(result.problem.preconditioner, "the preconditioner")),
      values_(result.values),
      signs_(signs),
      normA_(result.normA),
      normB_(result.normB),
      U_(result.vectors),
      BU_(imageOf(mass_, U_)),
      Q_(U_),
      BQ_(BU_) {
  if (useGuards && result.guards.images) takeGuards(result.guards);
}

template <class S>
void ProjectedPencil<S>::takeGuards(const GuardPairs<S>& guards) {
  const MultiVectorPtr<S> BV = imageOf(mass_, guards.vectors);
  const auto usable = usableGuards(guards, *BV, *U_, values_, signs_);
  if (!usable) return;
  guardValues_ = usable->values;
  const Dense<S>& C = usable->C;
  const auto V = std::make_shared<MultiVector<S>>(times(*guards.vectors, C));
  Q_ = std::make_shared<MultiVector<S>>(joined(*U_, *V));
  BQ_ = mass_ ? std::make_shared<MultiVector<S>>(joined(*BU_, times(*BV, C))) : Q_;
  const auto G = std::make_shared<MultiVector<S>>(times(*guards.images, C));
  addToBlock(S(-1), *BQ_, gram(*Q_, *G), *G);
  V_ = V;
  G_ = G;
}

template <class S>
void ProjectedPencil<S>::usePreconditioner(bool use) {
  preconditioned_ = use && preconditioner_;
  if (preconditioned_)
    requirePreconditioner<S>(
        *preconditioner_, "EigenAdjoint",
        "give the problem another one, or set SylvesterOptions::usePreconditioner to false");
}

/// The lower end is the middle guard: what lies before it is taken out, while guards far behind it may stand
/// for values all over the spectrum. Far below high/d² it is of no consequence.
template <class S>
void ProjectedPencil<S>::usePolynomial(int degree, std::uint64_t seed) {
  polynomial_ = std::make_shared<ChebyshevInverse<S>>(A_, degree);
  const SpectralEnds<Real<S>> ends = spectralEnds(*A_, seed);
  const Real<S> d = static_cast<Real<S>>(polynomial_->degree());
  for (std::size_t j = 0; j < values_.size(); ++j) {
    const Real<S> far = signs_[j] > 0 ? ends.high : ends.low;
    ShiftedInterval<Real<S>> interval{values_[j], signs_[j], 0, signs_[j] * (far - values_[j])};
    if (!guardValues_.empty())
      interval.low = signs_[j] * (guardValues_[guardValues_.size() / 2] - values_[j]);
    interval.low = std::clamp(interval.low, interval.high / (4 * d * d), interval.high / 2);
    intervals_.push_back(interval);
  }
}

template <class S>
void ProjectedPencil<S>::project(MultiVector<S>& X) const {
  addToBlock(S(-1), *U_, gram(*BU_, X), X);
}

template <class S>
void ProjectedPencil<S>::projectDual(MultiVector<S>& X) const {
  addToBlock(S(-1), *BU_, gram(*U_, X), X);
}

template <class S>
void ProjectedPencil<S>::projectDeep(MultiVector<S>& X) const {
  addToBlock(S(-1), *Q_, gram(*BQ_, X), X);
}

/// C_gc / (±(θ_g − λ_c)).
template <class S>
Dense<S> ProjectedPencil<S>::overShifts(const std::vector<int>& pairOf, Dense<S> C) const {
  for (int c = 0; c < C.cols(); ++c) {
    const auto pair = static_cast<std::size_t>(pairOf[static_cast<std::size_t>(c)]);
    for (int g = 0; g < C.rows(); ++g)
      C(g, c) /= signs_[pair] * (guardValues_[static_cast<std::size_t>(g)] - values_[pair]);
  }
  return C;
}

template <class S>
void ProjectedPencil<S>::shift(const std::vector<int>& pairOf, const MultiVector<S>& X,
                               MultiVector<S>& Y) const {
  A_->apply(X, Y);
  std::vector<Real<S>> shifts;
  for (const int pair : pairOf) shifts.push_back(-values_[static_cast<std::size_t>(pair)]);
  if (!mass_) return addColumns(Y, shifts, X);
  MultiVector<S> BX(map_, X.getNumVectors(), false);
  mass_->apply(X, BX);
  addColumns(Y, shifts, BX);
}

template <class S>
void ProjectedPencil<S>::apply(const std::vector<int>& pairOf, const MultiVector<S>& X,
                               MultiVector<S>& Y) const {
  shift(pairOf, X, Y);
  std::vector<Real<S>> signs;
  for (const int pair : pairOf) signs.push_back(sign(pair));
  scaleColumns(Y, signs);
  addToBlock(S(-1), *BQ_, gram(*Q_, Y), Y);
  if (G_) addToBlock(S(-1), *G_, overShifts(pairOf, gram(*G_, X)), Y);
}

template <class S>
void ProjectedPencil<S>::precondition(const std::vector<int>& pairOf, const MultiVector<S>& X,
                                      MultiVector<S>& Z) const {
  if (preconditioned_) {
    preconditioner_->apply(X, Z);
  } else if (polynomial_) {
    std::vector<ShiftedInterval<Real<S>>> columns;
    for (const int pair : pairOf) columns.push_back(intervals_[static_cast<std::size_t>(pair)]);
    polynomial_->apply(columns, X, Z);
  } else {
    Tpetra::deep_copy(Z, X);
  }
  projectDeep(Z);
}

template <class S>
MultiVector<S> ProjectedPencil<S>::reduce(const std::vector<int>& pairOf, const MultiVector<S>& b) const {
  MultiVector<S> r(b, Teuchos::Copy);
  addToBlock(S(-1), *BQ_, gram(*Q_, r), r);
  if (!G_) return r;
  Dense<S> C = overShifts(pairOf, gram(*V_, b));
  for (int c = 0; c < C.cols(); ++c)
    for (int g = 0; g < C.rows(); ++g) C(g, c) *= sign(pairOf[static_cast<std::size_t>(c)]);
  addToBlock(S(-1), *G_, C, r);
  return r;
}

template <class S>
void ProjectedPencil<S>::expand(const std::vector<int>& pairOf, const MultiVector<S>& b,
                                MultiVector<S>& y) const {
  if (G_) {
    Dense<S> C = gram(*V_, b);
    const Dense<S> D = gram(*G_, y);
    for (int c = 0; c < C.cols(); ++c)
      for (int g = 0; g < C.rows(); ++g) C(g, c) -= sign(pairOf[static_cast<std::size_t>(c)]) * D(g, c);
    addToBlock(S(1), *V_, overShifts(pairOf, C), y);
  }
  project(y);
}

template <class S>
Real<S> ProjectedPencil<S>::norm(int pair) const {
  return normA_ + std::abs(values_[static_cast<std::size_t>(pair)]) * normB_;
}

template <class S>
Applications ProjectedPencil<S>::applications() const {
  Applications result;
  result.A = A_->count();
  if (mass_) result.mass = mass_->count();
  if (preconditioner_) result.preconditioner = preconditioner_->count();
  return result;
}

RITZ_INSTANTIATE(ProjectedPencil)

}  // namespace ritz
