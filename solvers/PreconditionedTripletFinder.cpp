#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/PreconditionedTripletFinder.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace ritz {

namespace {

template <class S>
MultiVector<S> hashVector(const MapPtr& map, std::uint64_t seed) {
  MultiVector<S> x(map, 1, false);
  fillHash(x, seed);
  return x;
}

/// xᴴy.
template <class S>
S product(const S* x, const S* y, int count) {
  S sum = S(0);
  for (int i = 0; i < count; ++i) sum += Teuchos::ScalarTraits<S>::conjugate(x[i]) * y[i];
  return sum;
}

/// y ← y + a x.
template <class S>
void addScaled(S a, const S* x, int count, S* y) {
  for (int i = 0; i < count; ++i) y[i] += a * x[i];
}

/// x ← x/‖x‖; returns ‖x‖.
template <class S>
Real<S> normalize(S* x, int count) {
  const Real<S> length = std::sqrt(Teuchos::ScalarTraits<S>::real(product(x, x, count)));
  for (int i = 0; length > 0 && i < count; ++i) x[i] /= length;
  return length;
}

}  // namespace

template <class S>
PreconditionedTripletFinder<S>::PreconditionedTripletFinder(const OperatorPair<S>& pair,
                                                            const MeasuredOperator<S>* preconditioner,
                                                            int count, int capacity, Real<S> tolerance,
                                                            std::uint64_t seed, Supervisor& supervisor)
    : pair_(pair),
      preconditioner_(preconditioner),
      count_(count),
      capacity_(capacity),
      tolerance_(tolerance),
      seed_(seed),
      supervisor_(supervisor),
      basis_(pair, capacity, hashVector<S>(pair.domain(), seed), nullptr, nullptr, seed),
      residual_(pair.domain(), 1, false) {}

/// P of random vectors, two more than triplets are wanted.
template <class S>
void PreconditionedTripletFinder<S>::start() {
  const int columns = std::min(count_ + 2, capacity_);
  MultiVector<S> X(pair_.domain(), static_cast<std::size_t>(columns), false), Y(X, Teuchos::Copy);
  fillHash(X, seed_);
  if (preconditioner_) preconditioner_->apply(X, Y);
  for (int j = 0; j < columns; ++j)
    if (!basis_.append(*Y.getVector(static_cast<std::size_t>(j))))
      basis_.append(*X.getVector(static_cast<std::size_t>(j)));
}

template <class S>
RunEnd PreconditionedTripletFinder<S>::run(Real<S> slack) {
  if (basis_.size() == 0) start();
  target_ = 0;
  for (;;) {
    if (target_ < available()) {
      const Dense<S> y = chosen(small_.right, target_, 1);
      previous_.assign(y.column(0), y.column(0) + y.rows());
    }
    small_ = smallSvd(basis_.projected());
    const bool isDone = advance(slack * tolerance_ * pair_.norm());
    if (const auto stop = supervisor_.afterStep(progress())) {
      this->stopStatus = *stop;
      return RunEnd::Supervised;
    }
    if (isDone) return RunEnd::EstimatesPass;
    if (basis_.size() >= capacity_ && basis_.size() < pair_.dimension()) restart();
    if (!grow()) {
      this->exhaustedBecause = "no new direction comes from the residuals";
      return RunEnd::Exhausted;
    }
  }
}

/// To the first triplet whose residual is larger than allowed; true if there is none.
template <class S>
bool PreconditionedTripletFinder<S>::advance(Real<S> allowed) {
  for (; target_ < std::min(count_, available()); ++target_) {
    pair_.backward().apply(left(target_, 1), residual_);
    const Real<S> sigma = small_.values[static_cast<std::size_t>(available() - 1 - target_)];
    residual_.update(S(-sigma), right(target_, 1), S(1));
    residualNorm_ = columnNorms(residual_).front();
    if (!(residualNorm_ <= allowed)) return false;
  }
  return target_ == count_;
}

/// The best half, and what they have not of the target's vector one step ago (+k): y⊥, orthogonal to the
/// right singular vectors Y that are kept, with B y⊥, which is orthogonal to their left ones.
template <class S>
void PreconditionedTripletFinder<S>::restart() {
  const int m = available(), keep = std::min(std::max(count_ + 2, capacity_ / 2), capacity_ - 2);
  std::vector<Real<S>> values(small_.values.rbegin(), small_.values.rbegin() + keep);
  Dense<S> X = chosen(small_.left, 0, keep + 1), Y = chosen(small_.right, 0, keep + 1);
  std::fill_n(Y.column(keep), m, S(0));
  std::copy(previous_.begin(), previous_.end(), Y.column(keep));
  for (int pass = 0; pass < 2; ++pass)
    for (int j = 0; j < keep; ++j)
      addScaled(-product(Y.column(j), Y.column(keep), m), Y.column(j), m, Y.column(keep));
  const Dense<S> B = basis_.projected();
  std::fill_n(X.column(keep), m, S(0));
  const bool isThere = normalize(Y.column(keep), m) > std::sqrt(std::numeric_limits<Real<S>>::epsilon());
  for (int j = 0; isThere && j < m; ++j) addScaled(Y(j, keep), B.column(j), m, X.column(keep));
  const Real<S> length = isThere ? normalize(X.column(keep), m) : Real<S>(0);
  if (length > std::sqrt(std::numeric_limits<Real<S>>::epsilon()) * pair_.norm()) {
    values.push_back(length);
    return basis_.compress(X, Y, values);
  }
  basis_.compress(chosen(small_.left, 0, keep), chosen(small_.right, 0, keep), values);
}

/// By P r, or r where that has nothing new or there is no P. What rounding leaves in r of vectors already
/// found, P would amplify most.
template <class S>
bool PreconditionedTripletFinder<S>::grow() {
  if (basis_.size() >= pair_.dimension()) return false;
  if (!preconditioner_) return basis_.append(residual_);
  basis_.removeFrom(residual_);
  MultiVector<S> direction(pair_.domain(), 1, false);
  preconditioner_->apply(residual_, direction);
  return basis_.append(direction) || basis_.append(residual_);
}

template <class S>
Progress PreconditionedTripletFinder<S>::progress() const {
  Progress now;
  now.applications = pair_.columns();
  now.wanted = count_;
  now.converged = target_;
  now.maxResidual = static_cast<double>(residualNorm_ / pair_.norm());
  return now;
}

template <class S>
Dense<S> PreconditionedTripletFinder<S>::chosen(const Dense<S>& X, int first, int count) const {
  Dense<S> result(X.rows(), count);
  for (int j = 0; j < count; ++j) std::copy_n(X.column(X.cols() - 1 - first - j), X.rows(), result.column(j));
  return result;
}

RITZ_INSTANTIATE(PreconditionedTripletFinder)

}  // namespace ritz
