#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/NewDirection.hpp>
#include <ritz/solvers/Stopwatch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

template <class R>
constexpr R Epsilon = std::numeric_limits<R>::epsilon();

/// Of the products of a vector with those that it was just orthogonalised against, times ‖Op v‖/β: what is
/// seen with 10⁵ rows, on the safe side.
template <class R>
constexpr R LocalRounding = 4 * Epsilon<R>;

/// Whole steps are due beyond. Far below √ε, where T would feel it: what is lost is in the images that are
/// taken from the recurrence, which the adjoint builds on.
template <class R>
const R AllowedDrift = std::pow(Epsilon<R>, R(0.75));  // 2e-12 in double

/// Σ conj(x_i) y_i over the first `count` entries of two columns.
template <class S>
S innerProduct(const S* x, const S* y, int count) {
  S sum = S(0);
  for (int i = 0; i < count; ++i) sum += Teuchos::ScalarTraits<S>::conjugate(x[i]) * y[i];
  return sum;
}

template <class S>
Real<S> real(const S& value) {
  return Teuchos::ScalarTraits<S>::real(value);
}

}  // namespace

template <class S>
LanczosFactorization<S>::LanczosFactorization(std::shared_ptr<const KrylovMap<S>> map, int capacity,
                                              const MultiVector<S>& start, const MultiVector<S>* deflate,
                                              std::uint64_t seed)
    : map_(std::move(map)),
      pencil_(map_->pencil()),
      seed_(seed),
      deflated_(deflate ? static_cast<int>(deflate->getNumVectors()) : 0),
      matrix_(capacity),
      basis_(pencil_.map, static_cast<std::size_t>(deflated_ + capacity + 1), false) {
  if (pencil_.mass) mass_ = std::make_shared<MultiVector<S>>(pencil_.map, 2);
  for (int j = 0; j < deflated_; ++j)
    Tpetra::deep_copy(*basis_.getVectorNonConst(static_cast<std::size_t>(j)),
                      *deflate->getVector(static_cast<std::size_t>(j)));
  Tpetra::deep_copy(*next(), *start.getVector(0));
  if (!(orthonormalize(pencil_, basis_, deflated_, *next()) > 0)) becomeFresh();
}

template <class S>
LanczosFactorization<S>::LanczosFactorization(std::shared_ptr<const KrylovMap<S>> map, int capacity,
                                              const SolverState<S>& state, std::uint64_t seed)
    : map_(std::move(map)),
      pencil_(map_->pencil()),
      seed_(seed),
      deflated_(0),
      steps_(state.steps),
      full_(state.isFull),
      matrix_(capacity, state.projected, state.coupling),
      basis_(pencil_.map, static_cast<std::size_t>(capacity + 1), false),
      scale_(state.largestProduct) {
  if (pencil_.mass) mass_ = std::make_shared<MultiVector<S>>(pencil_.map, 2);
  const MultiVector<S>& vectors = *state.vectors.front();
  for (int j = 0; j <= size(); ++j)
    Tpetra::deep_copy(*basis_.getVectorNonConst(static_cast<std::size_t>(j)),
                      *vectors.getVector(static_cast<std::size_t>(j)));
}

template <class S>
std::optional<SolverState<S>> LanczosFactorization<S>::state() const {
  SolverState<S> state;
  if (size() > 0) state.vectors.push_back(basis_.subView(Teuchos::Range1D(deflated_, end() - 1)));
  state.vectors.push_back(basis_.getVector(static_cast<std::size_t>(end())));
  state.projected = projected();
  state.coupling = matrix_.b();
  state.largestProduct = scale_;
  state.steps = steps_;
  state.isFull = full_;
  return state;
}

/// [v, Op v] behind the basis.
template <class S>
MultiVector<S> LanczosFactorization<S>::pair() {
  return *basis_.subViewNonConst(Teuchos::Range1D(end(), end() + 1));
}

template <class S>
void LanczosFactorization<S>::grow(int capacity) {
  MultiVector<S> larger(pencil_.map, static_cast<std::size_t>(deflated_ + capacity + 1), false);
  const Teuchos::Range1D used(0, end());
  Tpetra::deep_copy(*larger.subViewNonConst(used), *basis_.subView(used));
  std::swap(basis_, larger);
  matrix_.grow(capacity);
}

template <class S>
void LanczosFactorization<S>::touchMemory() {
  for (std::size_t j = static_cast<std::size_t>(end()) + 1; j < basis_.getNumVectors(); ++j)
    basis_.getVectorNonConst(j)->putScalar(S(0));
}

template <class S>
bool LanczosFactorization<S>::expand() {
  if (full_) return false;
  MultiVector<S> both = pair();
  map_->multiply(both, mass_.get());
  const Stopwatch stopwatch(seconds_);
  if (!mayTakeThreeTerms() || !appendThreeTerms(both)) appendWhole(both);
  ++steps_;
  return true;
}

/// Nothing couples v with more than the vector before it, and all are orthogonal enough.
template <class S>
bool LanczosFactorization<S>::mayTakeThreeTerms() const {
  return wholeStepsDue_ <= 0 && matrix_.arrow() >= 0 && size() > matrix_.arrow() + 1 &&
         noise_ <= AllowedDrift<Real<S>> * scale_;
}

template <class S>
void LanczosFactorization<S>::rejectNegative(Real<S> square, Real<S> scale) const {
  const Real<S> negative = std::max(Real<S>(1e-8), 1000 * Epsilon<Real<S>>);
  if (mass_ && square < -negative * scale) throwIndefiniteMass();
}

/// Op v − U c − v' s − v α with v' the vector before v. Nothing is done, and false said, where so much
/// cancels that the rest would not be orthogonal to these.
template <class S>
bool LanczosFactorization<S>::appendThreeTerms(MultiVector<S>& pair) {
  const int p = end();
  const auto w = pair.getVectorNonConst(1);
  const auto three = basis_.subView(Teuchos::Range1D(p - 1, p + 1));
  const Dense<S> products = projectOnBasis(basis_, deflated_, *three, mass_ ? *mass_ : pair);
  const S *c = products.column(1), s = c[deflated_];
  const Real<S> one = real(products(deflated_ + 1, 0)), square = real(c[deflated_ + 2]) / one;
  if (!mass_) map_->settle(pair, 1.0, static_cast<double>(square));
  const Real<S> alpha = real(c[deflated_ + 1]) / one, nu = std::sqrt(one);
  const Real<S> rest = square - real(innerProduct(c, c, deflated_ + 1)) / one - alpha * alpha;
  const Real<S> beta = std::sqrt(std::max(rest, Real<S>(0))), scale = 1 / (nu * beta);
  // Were Op self-adjoint to rounding, v′ᴴB Op v would be the length that Op v′ had left.
  noise_ = std::max({noise_, std::abs(s / nu - matrix_.b().back() * nu), LocalRounding<Real<S>> * scale_});
  constexpr Real<S> Cancelled = Real<S>(1e-3);
  if (!(rest > Cancelled * square && noise_ <= AllowedDrift<Real<S>> * beta)) {
    wholeStepsDue_ = 2;
    return false;
  }
  Dense<S> C(deflated_, 1);  // Uᴴ(Op v − v α): what is left in v of U must not grow
  for (int i = 0; i < deflated_; ++i) C(i, 0) = c[i] - alpha * products(i, 0);
  addToBlock(S(-1), basis_, C, *w);
  w->update(-s * scale, *three->getVector(0), S(-alpha * scale), *three->getVector(1), S(scale));
  if (std::abs(nu - 1) > 4 * Epsilon<Real<S>>) pair.getVectorNonConst(0)->scale(S(1 / nu));
  matrix_.appendThreeTerms(s / nu, alpha);
  columnsRead_ += deflated_ + 3.5;
  matrix_.couple(beta);
  scale_ = std::max(scale_, std::sqrt(square));
  full_ = p + 1 >= pencil_.n;
  const Real<S> drift =
      drift_.advance(matrix_.diagonal(), matrix_.nextCouplings(), matrix_.arrow(), noise_ / beta);
  if (drift > AllowedDrift<Real<S>>) wholeStepsDue_ = 2;
  return true;
}

template <class S>
void LanczosFactorization<S>::appendWhole(MultiVector<S>& pair) {
  const int p = end();
  const Dense<S> products = projectOnBasis(basis_, p, pair, mass_ ? *mass_ : pair);
  if (!mass_)
    map_->settle(pair, static_cast<double>(real(products(p, 0))),
                 static_cast<double>(real(products(p + 1, 1))));
  --wholeStepsDue_;
  columnsRead_ += p + 3.5;
  correct(products, pair);
}

/// With [c s; ·] = [W v w]ᴴB[v w], W = [U V], w = Op v: the final basis vector is v̂ = (v − W c)/ν, and what
/// is left of Op v̂ follows from c and s, see LanczosMatrix::appendWhole; no further reduction.
template <class S>
void LanczosFactorization<S>::correct(const Dense<S>& products, MultiVector<S>& pair) {
  const int p = end();
  const S *c = products.column(0), *s = products.column(1);
  const Real<S> nu = std::sqrt(std::max(real(c[p]) - real(innerProduct(c, c, p)), Epsilon<Real<S>>));
  const S overlap = (s[p] - innerProduct(c, s, p)) / nu;  // v̂ᴴB w
  const Real<S> square = real(s[p + 1]);
  const Real<S> rest = square - real(innerProduct(s, s, p)) - std::norm(overlap);
  rejectNegative(std::min(square, rest), std::max(std::abs(square), scale_ * scale_));

  Dense<S> C(p, 2);
  std::copy_n(c, p, C.column(0));
  std::copy_n(s, p, C.column(1));
  addToBlock(S(-1), basis_, C, pair);
  const auto v = pair.getVectorNonConst(0), w = pair.getVectorNonConst(1);
  const S kappa = matrix_.appendWhole(c + deflated_, s + deflated_, overlap, nu);
  v->scale(S(1 / nu));
  w->update(-kappa, *v, S(1 / nu));
  const Real<S> lengthOfProduct = std::sqrt(std::max(square, Real<S>(0))) / nu;
  scale_ = std::max(scale_, lengthOfProduct);
  orthogonalizeNext(std::sqrt(std::max(rest, Real<S>(0))) / nu, lengthOfProduct);
}

/// v of length β by Pythagoras becomes v/β; where that cancels, it is measured, and where nothing is left,
/// replaced.
template <class S>
void LanczosFactorization<S>::orthogonalizeNext(Real<S> length, Real<S> lengthOfProduct) {
  matrix_.couple(0);
  full_ = end() >= pencil_.n;
  if (full_) return;
  const Real<S> cancelled = std::max(Real<S>(1e-5), 100 * std::sqrt(Epsilon<Real<S>>));
  if (length > cancelled * lengthOfProduct)
    next()->scale(S(1 / length));
  else
    length = orthonormalize(pencil_, basis_, end(), *next());
  if (length > 20 * Epsilon<Real<S>> * scale_) {
    matrix_.couple(length);
    drift_.reset(size(), LocalRounding<Real<S>> * std::max(Real<S>(1), scale_ / length));
  } else {
    becomeFresh();
  }
}

template <class S>
void LanczosFactorization<S>::becomeFresh() {
  full_ = !freshDirection(pencil_, basis_, end(), *next(), seed_);
  wholeStepsDue_ = 2;
}

template <class S>
void LanczosFactorization<S>::compress(const Dense<S>& Q, const std::vector<Real<S>>& theta) {
  const Stopwatch stopwatch(seconds_);
  const auto V = basis_.subViewNonConst(Teuchos::Range1D(deflated_, end() - 1));
  rotateBasis(*V, Q);
  basis_.getVectorNonConst(static_cast<std::size_t>(deflated_ + Q.cols()))->update(S(1), *next(), S(0));
  matrix_.compress(Q, theta);
  wholeStepsDue_ = 2;
}

template <class S>
MultiVector<S> LanczosFactorization<S>::combine(const Dense<S>& Q) const {
  return times(*basis_.subView(Teuchos::Range1D(deflated_, end() - 1)), Q);
}

template <class S>
MultiVector<S> LanczosFactorization<S>::residualBlock() const {
  return columns(basis_, end(), 1);
}

RITZ_INSTANTIATE(LanczosFactorization)

}  // namespace ritz
