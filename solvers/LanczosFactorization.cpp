#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/MassFault.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

template <class R>
constexpr R Epsilon = std::numeric_limits<R>::epsilon();

class Stopwatch {
 public:
  explicit Stopwatch(double& total) : total_(total) {}
  ~Stopwatch() { total_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  double& total_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

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
      capacity_(capacity),
      T_(capacity, capacity),
      basis_(pencil_.map, static_cast<std::size_t>(deflated_ + capacity), false),
      pair_(std::make_shared<MultiVector<S>>(pencil_.map, 2)) {
  if (pencil_.mass) mass_ = std::make_shared<MultiVector<S>>(pencil_.map, 2);
  for (int j = 0; j < deflated_; ++j)
    Tpetra::deep_copy(*basis_.getVectorNonConst(static_cast<std::size_t>(j)),
                      *deflate->getVector(static_cast<std::size_t>(j)));
  Tpetra::deep_copy(*pair_->getVectorNonConst(0), *start.getVector(0));
  const Real<S> length = shortenNext(deflated_);
  if (!(length > 0)) full_ = !becomeFresh();
}

template <class S>
LanczosFactorization<S>::LanczosFactorization(std::shared_ptr<const KrylovMap<S>> map, int capacity,
                                              const SolverState<S>& state, std::uint64_t seed)
    : map_(std::move(map)),
      pencil_(map_->pencil()),
      seed_(seed),
      deflated_(0),
      capacity_(capacity),
      size_(state.projected.rows()),
      steps_(state.steps),
      full_(state.isFull),
      T_(capacity, capacity),
      b_(state.coupling),
      basis_(pencil_.map, static_cast<std::size_t>(capacity), false),
      pair_(std::make_shared<MultiVector<S>>(pencil_.map, 2)),
      scale_(state.largestProduct) {
  if (pencil_.mass) mass_ = std::make_shared<MultiVector<S>>(pencil_.map, 2);
  for (int j = 0; j < size_; ++j) std::copy_n(state.projected.column(j), size_, T_.column(j));
  const MultiVector<S>& vectors = *state.vectors.front();
  for (int j = 0; j < size_; ++j)
    Tpetra::deep_copy(*basis_.getVectorNonConst(static_cast<std::size_t>(j)),
                      *vectors.getVector(static_cast<std::size_t>(j)));
  Tpetra::deep_copy(*pair_->getVectorNonConst(0), *vectors.getVector(static_cast<std::size_t>(size_)));
}

template <class S>
std::optional<SolverState<S>> LanczosFactorization<S>::state() const {
  SolverState<S> state;
  if (size_ > 0) state.vectors.push_back(basis_.subView(Teuchos::Range1D(deflated_, deflated_ + size_ - 1)));
  state.vectors.push_back(pair_->getVector(0));
  state.projected = projected();
  state.coupling = b_;
  state.largestProduct = scale_;
  state.steps = steps_;
  state.isFull = full_;
  return state;
}

template <class S>
bool LanczosFactorization<S>::expand() {
  if (full_) return false;
  map_->multiply(*pair_, mass_.get());
  const Stopwatch stopwatch(seconds_);
  const int p = deflated_ + size_;
  const Dense<S> products = projectOnBasis(basis_, p, *pair_, massed());
  if (!mass_)
    map_->settle(*pair_, static_cast<double>(real(products(p, 0))),
                 static_cast<double>(real(products(p + 1, 1))));
  append(products);
  ++steps_;
  return true;
}

/// With [c s; ·] = [W v w]ᴴB[v w], W = [U V], w = Op v: the final basis vector is v̂ = (v − W c)/ν, and since
/// Op is linear, Op v̂ = (w − V(T c + c γ))/ν − γ v̂ with γ = bᴴc up to what lies in U. Its projections follow
/// from s alone, so that Op v̂ − V h − α v̂ = (w − W s)/ν − κ v̂ needs no further reduction.
template <class S>
void LanczosFactorization<S>::append(const Dense<S>& products) {
  const int p = deflated_ + size_, m = size_;
  const S *c = products.column(0), *s = products.column(1), *cV = c + deflated_, *sV = s + deflated_;
  const Real<S> nu = std::sqrt(std::max(real(c[p]) - real(innerProduct(c, c, p)), Epsilon<Real<S>>));
  S gamma = S(0);
  for (int i = 0; i < m; ++i) gamma += b_[static_cast<std::size_t>(i)] * cV[i];
  const S overlap = (s[p] - innerProduct(c, s, p)) / nu;  // v̂ᴴB w
  const S kappa = overlap / nu;
  for (int i = 0; i < m; ++i) {
    S h = sV[i] - cV[i] * gamma;
    for (int l = 0; l < m; ++l) h -= T_(i, l) * cV[l];
    T_(i, m) = h / nu;
    T_(m, i) = Teuchos::ScalarTraits<S>::conjugate(T_(i, m));
  }
  T_(m, m) = S(real(kappa - gamma));

  const Real<S> productSquare = real(s[p + 1]);
  const Real<S> rest = productSquare - real(innerProduct(s, s, p)) - std::norm(overlap);
  const Real<S> negative = std::max(Real<S>(1e-8), 1000 * Epsilon<Real<S>>);
  if (mass_ && std::min(productSquare, rest) < -negative * std::max(std::abs(productSquare), scale_ * scale_))
    throwIndefiniteMass();

  Dense<S> C(p, 2);
  std::copy_n(c, p, C.column(0));
  std::copy_n(s, p, C.column(1));
  addToBlock(S(-1), basis_, C, *pair_);
  const auto v = pair_->getVectorNonConst(0), w = pair_->getVectorNonConst(1);
  const auto final = basis_.getVectorNonConst(static_cast<std::size_t>(p));
  final->update(S(1 / nu), *v, S(0));
  v->update(S(1 / nu), *w, -kappa, *final, S(0));
  ++size_;
  const Real<S> lengthOfProduct = std::sqrt(std::max(productSquare, Real<S>(0))) / nu;
  scale_ = std::max(scale_, lengthOfProduct);
  orthogonalizeNext(std::sqrt(std::max(rest, Real<S>(0))) / nu, lengthOfProduct);
}

/// v of length β by Pythagoras becomes v/β; where that cancels, it is measured, and where nothing is left,
/// replaced.
template <class S>
void LanczosFactorization<S>::orthogonalizeNext(Real<S> length, Real<S> lengthOfProduct) {
  b_.assign(static_cast<std::size_t>(size_), S(0));
  if (deflated_ + size_ >= pencil_.n) {
    full_ = true;
    return;
  }
  const Real<S> cancelled = std::max(Real<S>(1e-5), 100 * std::sqrt(Epsilon<Real<S>>));
  if (length > cancelled * lengthOfProduct)
    pair_->getVectorNonConst(0)->scale(S(1 / length));
  else
    length = shortenNext(deflated_ + size_);
  if (length > 20 * Epsilon<Real<S>> * scale_)
    b_.back() = S(length);
  else
    full_ = !becomeFresh();
}

/// v ← v orthogonalised against the first `against` columns and normalised; returns the length it had.
template <class S>
Real<S> LanczosFactorization<S>::shortenNext(int against) {
  Real<S> length = orthogonalizeAgain(against);
  for (int pass = 0; pass < 2 && length > 0; ++pass) {
    const Real<S> shorter = orthogonalizeAgain(against);
    if (shorter > Real<S>(0.5) * length) break;
    length = shorter;
  }
  const auto v = pair_->getVectorNonConst(0);
  const Real<S> before = length;
  length = orthogonalizeAgain(0);
  if (length > 0) v->scale(S(1 / length));
  return std::min(before, length);
}

/// One pass of classical Gram-Schmidt over v; returns ‖v‖_B as it was before the pass took its part away.
template <class S>
Real<S> LanczosFactorization<S>::orthogonalizeAgain(int against) {
  MultiVector<S> X(*pair_->getVector(0), Teuchos::Copy), image(X, Teuchos::Copy);
  if (mass_) pencil_.mass->apply(X, image);
  const Dense<S> products = projectOnBasis(basis_, against, X, image);
  if (mass_) {
    const Real<S> size = columnNorms(X).front();
    if (real(products(against, 0)) < -Real<S>(1e3) * Epsilon<Real<S>> * size * size) throwIndefiniteMass();
  }
  Dense<S> c(against, 1);
  std::copy_n(products.column(0), against, c.column(0));
  addToBlock(S(-1), basis_, c, X);
  Tpetra::deep_copy(*pair_->getVectorNonConst(0), *X.getVector(0));
  const Real<S> rest = real(products(against, 0)) - real(innerProduct(c.column(0), c.column(0), against));
  return std::sqrt(std::max(rest, Real<S>(0)));
}

/// v ← a hash vector nobody has used, orthogonal to all; false if the space has no room for one.
template <class S>
bool LanczosFactorization<S>::becomeFresh() {
  if (deflated_ + size_ >= pencil_.n) return false;
  for (int attempt = 0; attempt < 5; ++attempt) {
    MultiVector<S> fresh(pencil_.map, 1, false);
    fillHash(fresh, seed_, pencil_.freshColumns(1));
    const Real<S> size = columnNorms(fresh).front();
    fresh.scale(S(1 / size));
    Tpetra::deep_copy(*pair_->getVectorNonConst(0), *fresh.getVector(0));
    if (shortenNext(deflated_ + size_) > std::max(Real<S>(1e-8), 1000 * Epsilon<Real<S>>)) return true;
  }
  return false;
}

template <class S>
void LanczosFactorization<S>::compress(const Dense<S>& Q, const std::vector<Real<S>>& theta) {
  const Stopwatch stopwatch(seconds_);
  const auto V = basis_.subViewNonConst(Teuchos::Range1D(deflated_, deflated_ + size_ - 1));
  rotateBasis(*V, Q);
  std::vector<S> b(theta.size(), S(0));
  for (int j = 0; j < Q.cols(); ++j)
    for (int l = 0; l < Q.rows(); ++l)
      b[static_cast<std::size_t>(j)] += b_[static_cast<std::size_t>(l)] * Q(l, j);
  T_ = Dense<S>(capacity_, capacity_);
  for (int j = 0; j < Q.cols(); ++j) T_(j, j) = S(theta[static_cast<std::size_t>(j)]);
  b_ = b;
  size_ = Q.cols();
}

template <class S>
Dense<S> LanczosFactorization<S>::projected() const {
  Dense<S> T(size_, size_);
  for (int j = 0; j < size_; ++j) std::copy_n(T_.column(j), size_, T.column(j));
  return T;
}

template <class S>
Dense<S> LanczosFactorization<S>::coupling() const {
  Dense<S> C(1, size_);
  for (int j = 0; j < size_; ++j) C(0, j) = b_[static_cast<std::size_t>(j)];
  return C;
}

template <class S>
MultiVector<S> LanczosFactorization<S>::combine(const Dense<S>& Q) const {
  return times(*basis_.subView(Teuchos::Range1D(deflated_, deflated_ + size_ - 1)), Q);
}

template <class S>
MultiVector<S> LanczosFactorization<S>::residualBlock() const {
  return columns(*pair_, 0, 1);
}

RITZ_INSTANTIATE(LanczosFactorization)

}  // namespace ritz
