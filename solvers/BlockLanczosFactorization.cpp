#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/BlockLanczosFactorization.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/NewDirection.hpp>
#include <ritz/solvers/SmallCholesky.hpp>
#include <ritz/solvers/Stopwatch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace ritz {

namespace {

template <class R>
constexpr R Epsilon = std::numeric_limits<R>::epsilon();

/// Where a column keeps less than this of its square, or a block as little of its rank, Pythagoras is not to
/// be trusted.
template <class R>
constexpr R LeastSquare = std::max(R(1e-10), 1000 * Epsilon<R>);

template <class S>
Real<S> real(const S& value) {
  return Teuchos::ScalarTraits<S>::real(value);
}

/// C ← C + A B.
template <class S>
void addProduct(const Dense<S>& A, const Dense<S>& B, Dense<S>& C) {
  for (int j = 0; j < B.cols(); ++j)
    for (int l = 0; l < A.cols(); ++l)
      for (int i = 0; i < A.rows(); ++i) C(i, j) += A(i, l) * B(l, j);
}

/// The factor of WᴴBW − PᴴP for products [P; WᴴBW]: R of W = Q R and R⁻¹; none where W has lost rank.
template <class S>
std::optional<SmallCholesky<S>> restOfGram(const Dense<S>& products) {
  const int b = products.cols(), p = products.rows() - b;
  std::vector<Real<S>> lengths;
  for (int j = 0; j < b; ++j)
    lengths.push_back(std::sqrt(std::max(real(products(p + j, j)), std::numeric_limits<Real<S>>::min())));
  Dense<S> G(b, b);
  for (int j = 0; j < b; ++j)
    for (int i = 0; i <= j; ++i) {
      S sum = products(p + i, j);
      for (int l = 0; l < p; ++l) sum -= Teuchos::ScalarTraits<S>::conjugate(products(l, i)) * products(l, j);
      G(i, j) = sum / (lengths[static_cast<std::size_t>(i)] * lengths[static_cast<std::size_t>(j)]);
    }
  auto factor = smallCholesky(G, LeastSquare<Real<S>>);
  if (!factor) return std::nullopt;
  for (int j = 0; j < b; ++j)
    for (int i = 0; i <= j; ++i) {
      factor->R(i, j) *= lengths[static_cast<std::size_t>(j)];
      factor->inverse(i, j) /= lengths[static_cast<std::size_t>(i)];
    }
  return factor;
}

}  // namespace

template <class S>
BlockLanczosFactorization<S>::BlockLanczosFactorization(std::shared_ptr<const KrylovMap<S>> map, int capacity,
                                                        const MultiVector<S>& start, std::uint64_t seed)
    : map_(std::move(map)),
      pencil_(map_->pencil()),
      seed_(seed),
      block_(static_cast<int>(start.getNumVectors())),
      T_(capacity + block_, capacity + block_),
      basis_(pencil_.map, static_cast<std::size_t>(capacity + block_), false) {
  if (pencil_.mass)
    mass_ = std::make_shared<MultiVector<S>>(pencil_.map, static_cast<std::size_t>(2 * block_));
  Tpetra::deep_copy(*columnsAt(0, block_), start);
  orthonormalizeSingly(0);
}

template <class S>
Teuchos::RCP<MultiVector<S>> BlockLanczosFactorization<S>::columnsAt(int first, int count) {
  return basis_.subViewNonConst(Teuchos::Range1D(first, first + count - 1));
}

template <class S>
bool BlockLanczosFactorization<S>::expand() {
  const auto pair = columnsAt(size_, 2 * block_);
  map_->multiply(*pair, mass_.get());
  const Stopwatch stopwatch(seconds_);
  appendNext(*pair);
  ++steps_;
  return true;
}

/// What the products with Op X, squares in the last rows, tell of A.
template <class S>
void BlockLanczosFactorization<S>::settle(const MultiVector<S>& pair, const Dense<S>& products) {
  for (int j = 0; j < block_; ++j) {
    const Real<S> square = real(products(products.rows() - block_ + j, j));
    if (!mass_) map_->settle(pair, 1.0, static_cast<double>(square));
    if (mass_ && square < -Real<S>(1e-8) * scale_ * scale_) throwIndefiniteMass();
    scale_ = std::max(scale_, std::sqrt(std::max(square, Real<S>(0))));
  }
}

/// Op X = [V X] H + X⁺ C with X⁺ in the place of Op X, by two passes; T takes H.
template <class S>
void BlockLanczosFactorization<S>::appendNext(const MultiVector<S>& pair) {
  const int p = size_ + block_;
  const auto W = columnsAt(p, block_);
  const auto image = mass_ ? mass_->subViewNonConst(Teuchos::Range1D(block_, 2 * block_ - 1)) : W;
  Dense<S> R(block_, block_), H(p, block_);
  for (int j = 0; j < block_; ++j) R(j, j) = S(1);
  for (int pass = 0; pass < 2; ++pass) {
    if (pass > 0 && mass_) pencil_.mass->apply(*W, *image);
    const Dense<S> products = projectOnBasis(basis_, p, *W, *image);
    if (pass == 0) settle(pair, products);
    Dense<S> overlaps(p, block_);
    for (int j = 0; j < block_; ++j) std::copy_n(products.column(j), p, overlaps.column(j));
    addProduct(overlaps, R, H);
    addToBlock(S(-1), basis_, overlaps, *W);
    const auto factor = restOfGram(products);
    const Dense<S> next = factor ? factor->R : orthonormalizeSingly(p);
    if (factor) rotateBasis(*W, factor->inverse);
    Dense<S> all(block_, block_);
    addProduct(next, R, all);
    R = std::move(all);
    if (!factor) break;
  }
  for (int j = 0; j < block_; ++j)
    for (int i = 0; i < p; ++i) {
      T_(i, size_ + j) = H(i, j);
      T_(size_ + j, i) = Teuchos::ScalarTraits<S>::conjugate(H(i, j));
    }
  size_ = p;
  C_ = Dense<S>(block_, size_);
  for (int j = 0; j < block_; ++j) std::copy_n(R.column(j), block_, C_.column(size_ - block_ + j));
}

/// Columns `first` on of the basis against all before them and each other, those that vanish replaced by
/// fresh ones; returns QᴴB W for what was there.
template <class S>
Dense<S> BlockLanczosFactorization<S>::orthonormalizeSingly(int first) {
  const MultiVector<S> W = columns(basis_, first, block_);
  const std::vector<Real<S>> norms = columnNorms(W);
  for (int j = 0; j < block_; ++j) {
    const auto column = basis_.getVectorNonConst(static_cast<std::size_t>(first + j));
    const Real<S> vanished = 20 * Epsilon<Real<S>> * std::max(scale_, norms[static_cast<std::size_t>(j)]);
    if (orthonormalize(pencil_, basis_, first + j, *column) > vanished) continue;
    if (!freshDirection(pencil_, basis_, first + j, *column, seed_))
      throw BasisBrokenDown("no direction is left for a block");
  }
  if (!pencil_.mass) return gram(*columnsAt(first, block_), W);
  MultiVector<S> image(W.getMap(), W.getNumVectors(), false);
  pencil_.mass->apply(W, image);
  return gram(*columnsAt(first, block_), image);
}

template <class S>
void BlockLanczosFactorization<S>::compress(const Dense<S>& Q, const std::vector<Real<S>>& theta) {
  const Stopwatch stopwatch(seconds_);
  rotateBasis(*columnsAt(0, size_), Q);
  columnsAt(Q.cols(), block_)->update(S(1), *columnsAt(size_, block_), S(0));
  Dense<S> C(block_, Q.cols());
  addProduct(C_, Q, C);
  C_ = std::move(C);
  T_ = Dense<S>(T_.rows(), T_.cols());
  for (int j = 0; j < Q.cols(); ++j) T_(j, j) = S(theta[static_cast<std::size_t>(j)]);
  size_ = Q.cols();
}

template <class S>
Dense<S> BlockLanczosFactorization<S>::projected() const {
  Dense<S> T(size_, size_);
  for (int j = 0; j < size_; ++j) std::copy_n(T_.column(j), size_, T.column(j));
  return T;
}

template <class S>
MultiVector<S> BlockLanczosFactorization<S>::combine(const Dense<S>& Q) const {
  return times(*basis_.subView(Teuchos::Range1D(0, size_ - 1)), Q);
}

template <class S>
MultiVector<S> BlockLanczosFactorization<S>::residualBlock() const {
  return columns(basis_, size_, block_);
}

RITZ_INSTANTIATE(BlockLanczosFactorization)

}  // namespace ritz
