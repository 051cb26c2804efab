#include <ritz/operators/AugmentedMatrix.hpp>
#include <ritz/operators/Composite.hpp>
#include <ritz/operators/FactoredPencil.hpp>
#include <ritz/operators/FactoredPseudoInverse.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

using detail::AugmentedMatrix;
using detail::FactoredPencil;

template <class S>
using Matrix = Tpetra::CrsMatrix<S>;

/// ‖A‖ from below, by a few steps of the power iteration.
template <class S>
Real<S> normOf(const Matrix<S>& A) {
  constexpr int Steps = 8;
  MultiVector<S> x(A.getDomainMap(), 1), y(A.getRangeMap(), 1);
  fillHash(x, 0);
  Real<S> norm = 0;
  for (int step = 0; step < Steps; ++step) {
    const Real<S> before = x.getVector(0)->norm2();
    if (!(before > 0)) break;
    x.scale(S(1 / before));
    A.apply(x, y);
    norm = std::max(norm, y.getVector(0)->norm2());
    A.apply(y, x, Teuchos::CONJ_TRANS);
  }
  return norm;
}

/// [δI A; Aᴴ −δI] = H − σJ with J = [I 0; 0 −I] and σ = −δ, factored.
template <class S>
class AugmentedFactor {
 public:
  AugmentedFactor(const Matrix<S>& A, Factorization by)
      : range_(A.getRangeMap()),
        domain_(A.getDomainMap()),
        isWide_(range_->getGlobalNumElements() < domain_->getGlobalNumElements()),
        by_(by),
        norm_(normOf(A)),
        augmented_(A),
        pencil_(*augmented_.matrix(), augmented_.signs().get(), by, true) {
    if (!(norm_ > 0)) norm_ = 1;
    chooseDelta(A);
  }

  const MapPtr& range() const { return range_; }
  const MapPtr& domain() const { return domain_; }
  const MapPtr& smaller() const { return isWide_ ? range_ : domain_; }
  bool isDeficient() const { return isDeficient_; }
  Real<S> condition() const { return norm_ / smallest_; }
  std::string describe() const { return pencil_.describe(); }
  long numFactorizations() const { return pencil_.numFactorizations() + counts_; }

  /// Y = A⁺X: the second part of the solution for (X, 0).
  void invert(const MultiVector<S>& X, MultiVector<S>& Y) const {
    auto joined = augmented_.vectors(X.getNumVectors());
    augmented_.setRange(X, joined);
    augmented_.getDomain(solved(joined), Y);
  }
  /// Y = (A⁺)ᴴX: the first part of that for (0, X).
  void invertAdjoint(const MultiVector<S>& X, MultiVector<S>& Y) const {
    auto joined = augmented_.vectors(X.getNumVectors());
    augmented_.setDomain(X, joined);
    augmented_.getRange(solved(joined), Y);
  }
  /// Y = (AᴴA + δ²I)⁻¹X: −1/δ times the second part of the solution for (0, X); for a wide A 1/δ times the
  /// first part of that for (X, 0).
  void invertNormal(const MultiVector<S>& X, MultiVector<S>& Y) const {
    auto joined = augmented_.vectors(X.getNumVectors());
    isWide_ ? augmented_.setRange(X, joined) : augmented_.setDomain(X, joined);
    const auto solution = solved(joined);
    isWide_ ? augmented_.getRange(solution, Y) : augmented_.getDomain(solution, Y);
    Y.scale(S((isWide_ ? 1 : -1) / delta_));
  }

  /// Of H − σI: −σᵢ of A and the zeros of H lie below σ, and of the others those that are asked for.
  std::optional<long long> numBelow(Real<S> sigma) const {
    ++counts_;
    const long long negative = FactoredPencil<S>(*augmented_.matrix(), nullptr, by_, true).factorize(sigma);
    const auto others = std::max(range_->getGlobalNumElements(), domain_->getGlobalNumElements());
    if (negative < 0) return std::nullopt;
    return negative - static_cast<long long>(others);
  }

 private:
  /// As small as rounding in the factors leaves it: the smallest of a few with which A A⁺A = A.
  void chooseDelta(const Matrix<S>& A) {
    const Real<S> rounding = std::numeric_limits<Real<S>>::epsilon(), largest = std::sqrt(rounding) * norm_;
    bool isSound = false;
    const std::array<Real<S>, 3> deltas{1000 * rounding * norm_, std::pow(rounding, Real<S>(0.6)) * norm_,
                                        largest};
    for (const Real<S> delta : deltas) {
      factorize(delta);
      if ((isSound = restores(A))) break;
    }
    smallest_ = smallestValue(A);
    isDeficient_ = !isSound || !(smallest_ > 4 * delta_);
    if (isDeficient_ && delta_ < largest) factorize(largest);
  }

  /// A A⁺A x = A x and Aᴴ(A⁺)ᴴAᴴy = Aᴴy.
  bool restores(const Matrix<S>& A) const {
    MultiVector<S> x(domain_, 1), y(range_, 1), image(range_, 1), back(domain_, 1);
    fillHash(x, 2);
    A.apply(x, image);
    invert(image, x);
    A.apply(x, y);
    y.update(S(-1), image, S(1));
    const auto sizeOf = [](const MultiVector<S>& z) { return z.getVector(0)->norm2(); };
    const Real<S> limit = std::pow(std::numeric_limits<Real<S>>::epsilon(), Real<S>(0.375));
    if (!(sizeOf(y) <= limit * sizeOf(image))) return false;
    fillHash(y, 3);
    A.apply(y, back, Teuchos::CONJ_TRANS);
    invertAdjoint(back, y);
    A.apply(y, x, Teuchos::CONJ_TRANS);
    x.update(S(-1), back, S(1));
    return sizeOf(x) <= limit * sizeOf(back);
  }

  void factorize(Real<S> delta) {
    delta_ = delta;
    pencil_.factorize(-delta);
  }

  /// The smallest σ from above: ‖A x‖ of the vector that some solves amplify most.
  Real<S> smallestValue(const Matrix<S>& A) const {
    constexpr int Steps = 4;
    MultiVector<S> x(smaller(), 1), y(smaller(), 1), image(isWide_ ? domain_ : range_, 1);
    fillHash(x, 1);
    for (int step = 0; step < Steps; ++step) {
      invertNormal(x, y);
      y.scale(S(1 / y.getVector(0)->norm2()));
      std::swap(x, y);
    }
    A.apply(x, image, isWide_ ? Teuchos::CONJ_TRANS : Teuchos::NO_TRANS);
    return image.getVector(0)->norm2();
  }

  MultiVector<S> solved(const MultiVector<S>& joined) const {
    MultiVector<S> solution(joined.getMap(), joined.getNumVectors());
    pencil_.solve(joined, solution);
    return solution;
  }

  MapPtr range_, domain_;
  bool isWide_;
  Factorization by_;
  Real<S> norm_, delta_ = 0, smallest_ = 0;
  AugmentedMatrix<S> augmented_;
  FactoredPencil<S> pencil_;
  bool isDeficient_ = false;
  mutable long counts_ = 0;
};

template <class S>
class NormalInverse final : public LinearOperator<S> {
 public:
  explicit NormalInverse(std::shared_ptr<const AugmentedFactor<S>> factor)
      : LinearOperator<S>(factor->smaller(), factor->smaller()), factor_(std::move(factor)) {}

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { factor_->invertNormal(X, Y); }
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { applyImpl(X, Y); }

  std::shared_ptr<const AugmentedFactor<S>> factor_;
};

template <class S>
class FactoredPseudoInverse final : public PseudoInverse<S> {
 public:
  explicit FactoredPseudoInverse(std::shared_ptr<const AugmentedFactor<S>> factor)
      : PseudoInverse<S>(factor->range(), factor->domain()), factor_(std::move(factor)) {}

  bool isDeficient() const override { return factor_->isDeficient(); }
  OperatorPtr<S> normalInverse() const override { return std::make_shared<NormalInverse<S>>(factor_); }
  std::optional<long long> numBelow(Real<S> sigma) const override { return factor_->numBelow(sigma); }
  std::string describe() const override { return factor_->describe(); }
  long numFactorizations() const override { return factor_->numFactorizations(); }

  /// Solves are right to ε times the condition.
  Real<S> rounding() const override {
    const Real<S> epsilon = std::numeric_limits<Real<S>>::epsilon();
    return std::clamp<Real<S>>(10 * epsilon * factor_->condition(), epsilon, Real<S>(1e-2));
  }

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { factor_->invert(X, Y); }
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override {
    factor_->invertAdjoint(X, Y);
  }

  std::shared_ptr<const AugmentedFactor<S>> factor_;
};

}  // namespace

template <class S>
std::shared_ptr<const PseudoInverse<S>> makeFactoredPseudoInverse(std::shared_ptr<const Matrix<S>> A,
                                                                  Factorization by) {
  const char* const asked = "makeFactoredPseudoInverse";
  detail::requirePart<S>(A, asked, "the matrix A");
  if (!A->isFillComplete())
    throw InvalidOption(std::string(asked) + ": A is still being filled; call its fillComplete first");
  if (!hasFactorization(by))
    throw NotSupported(
        std::string(asked) +
        ": asked for a sparse factorisation that this build of Ritz is without; install MUMPS with its "
        "headers "
        "(Debian: libmumps-dev), or a Trilinos with Amesos2, and run CMake again, or give svdsolve a "
        "preconditioner");
  if (by == Factorization::Any)
    by = hasFactorization(Factorization::Mumps) ? Factorization::Mumps : Factorization::Klu2;
  return std::make_shared<FactoredPseudoInverse<S>>(std::make_shared<const AugmentedFactor<S>>(*A, by));
}

#define RITZ_FACTORED_PSEUDO_INVERSE(S)                                          \
  template std::shared_ptr<const PseudoInverse<S>> makeFactoredPseudoInverse<S>( \
      std::shared_ptr<const Tpetra::CrsMatrix<S>>, Factorization);
RITZ_FOR_EACH_SCALAR(RITZ_FACTORED_PSEUDO_INVERSE)

}  // namespace ritz
