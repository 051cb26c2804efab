#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonBasis.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/Stopwatch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

Teuchos::Range1D range(int first, int count) { return {first, first + count - 1}; }

}  // namespace

template <class S>
DavidsonBasis<S>::DavidsonBasis(const Pencil<S>& pencil, int capacity, int lockable,
                                const MultiVector<S>* deflate, std::uint64_t seed)
    : pencil_(pencil),
      seed_(seed),
      deflated_(deflate ? static_cast<int>(deflate->getNumVectors()) : 0),
      capacity_(capacity),
      basis_(pencil.map, static_cast<std::size_t>(deflated_ + lockable + capacity), false),
      images_(pencil.map, basis_.getNumVectors(), false) {
  if (pencil_.mass) massed_.emplace(pencil.map, basis_.getNumVectors(), false);
  if (deflated_ == 0) return;
  Tpetra::deep_copy(*basis_.subViewNonConst(range(0, deflated_)), *deflate);
  if (massed_) pencil_.mass->apply(*deflate, *massed_->subViewNonConst(range(0, deflated_)));
}

template <class S>
Teuchos::RCP<const MultiVector<S>> DavidsonBasis<S>::active(const MultiVector<S>& block) const {
  return block.subView(range(first(), size_));
}

template <class S>
int DavidsonBasis<S>::expand(const MultiVector<S>& X) {
  const int before = size_;
  std::optional<MultiVector<S>> BX;
  if (massed_) {
    BX.emplace(pencil_.map, X.getNumVectors(), false);
    pencil_.mass->apply(X, *BX);
  }
  {
    const Stopwatch stopwatch(seconds_);
    for (std::size_t j = 0; j < X.getNumVectors() && !isFull() && size_ < capacity_; ++j) {
      MultiVector<S> x(*X.getVector(j), Teuchos::Copy);
      std::optional<MultiVector<S>> bx;
      if (BX) bx.emplace(*BX->getVector(j), Teuchos::Copy);
      if (!orthonormalize(x, bx ? &*bx : nullptr)) continue;
      const auto at = static_cast<std::size_t>(first() + size_++);
      Tpetra::deep_copy(*basis_.getVectorNonConst(at), *x.getVector(0));
      if (massed_) Tpetra::deep_copy(*massed_->getVectorNonConst(at), *bx->getVector(0));
    }
  }
  if (size_ > before) multiply(before);
  return size_ - before;
}

template <class S>
bool DavidsonBasis<S>::expandFreshly() {
  for (int attempt = 0; attempt < 5 && !isFull(); ++attempt) {
    MultiVector<S> fresh(pencil_.map, 1, false);
    fillHash(fresh, seed_, pencil_.freshColumns(1));
    if (expand(fresh) == 1) return true;
  }
  return false;
}

/// One pass of classical Gram-Schmidt over x and bx = B′x.
template <class S>
typename DavidsonBasis<S>::Squares DavidsonBasis<S>::projectOut(MultiVector<S>& x, MultiVector<S>* bx) const {
  const int count = first() + size_;
  const Dense<S> products = projectOnBasis(basis_, count, x, bx ? *bx : x);
  const Real<S> before = std::real(products(count, 0));
  if (bx && before < -Real<S>(1e3) * std::numeric_limits<Real<S>>::epsilon() * pencil_.normB())
    throwIndefiniteMass();
  Dense<S> c(count, 1);
  Real<S> taken = 0;
  for (int i = 0; i < count; ++i) {
    c(i, 0) = products(i, 0);
    taken += std::norm(c(i, 0));
  }
  addToBlock(S(-1), basis_, c, x);
  if (bx) addToBlock(S(-1), *massed_, c, *bx);
  return {before, before - taken};
}

/// x ← what of x is B′-orthogonal to all columns so far, of length 1, and bx = B′x (null for B = I) with it;
/// false if that is but rounding. A pass that leaves a quarter of a vector's square leaves it orthogonal.
/// Where passes have cancelled much, bx would carry the rounding of the long vector: it is made anew.
template <class S>
bool DavidsonBasis<S>::orthonormalize(MultiVector<S>& x, MultiVector<S>* bx) const {
  constexpr int Passes = 6;
  const Real<S> noise = std::pow(100 * std::numeric_limits<Real<S>>::epsilon(), Real<S>(2));
  const Real<S> euclidean = columnNorms(x).front();
  if (!(euclidean > 0)) return false;
  x.scale(S(1 / euclidean));
  if (bx) bx->scale(S(1 / euclidean));
  Real<S> whole = 0;
  bool isAnew = bx == nullptr;
  for (int pass = 0; pass < Passes; ++pass) {
    const Squares squares = projectOut(x, bx);
    if (pass == 0) whole = squares.before;
    if (!(squares.before > noise * whole)) return false;
    if (squares.left < squares.before / 4) continue;
    if (!isAnew && squares.left < Real<S>(1e-4) * whole) {
      pencil_.mass->apply(x, *bx);
      isAnew = true;
      continue;
    }
    const Real<S> length = std::sqrt(squares.left);
    x.scale(S(1 / length));
    if (bx) bx->scale(S(1 / length));
    return true;
  }
  return false;
}

/// The images of the columns of V from `from` on, and the small matrices with them.
template <class S>
void DavidsonBasis<S>::multiply(int from) {
  const Teuchos::Range1D added = range(first() + from, size_ - from);
  pencil_.A->apply(*basis_.subView(added), *images_.subViewNonConst(added));
  const Stopwatch stopwatch(seconds_);
  projection_.grow(*active(basis_), *active(images_), from);
}

template <class S>
void DavidsonBasis<S>::compress(const Dense<S>& Q) {
  const Stopwatch stopwatch(seconds_);
  const Teuchos::Range1D columns = range(first(), size_);
  rotateBasis(*basis_.subViewNonConst(columns), Q);
  rotateBasis(*images_.subViewNonConst(columns), Q);
  if (massed_) rotateBasis(*massed_->subViewNonConst(columns), Q);
  projection_.compress(Q);
  size_ = Q.cols();
}

template <class S>
void DavidsonBasis<S>::lock(int count) {
  locked_ += count;
  size_ -= count;
  projection_.drop(count);
}

template <class S>
void DavidsonBasis<S>::refresh() {
  if (size_ == 0) return;
  const MultiVector<S> V(*active(basis_), Teuchos::Copy);
  projection_.drop(size_);
  size_ = 0;
  expand(V);
}

template <class S>
MultiVector<S> DavidsonBasis<S>::combined(const MultiVector<S>& block, const Dense<S>& C) const {
  if (C.rows() == 0) return MultiVector<S>(pencil_.map, static_cast<std::size_t>(C.cols()));
  return times(*block.subView(range(deflated_, locked_ + size_)), C);
}

template <class S>
MultiVector<S> DavidsonBasis<S>::vectors(const Dense<S>& C) const {
  return times(*active(basis_), C);
}

template <class S>
MultiVector<S> DavidsonBasis<S>::joinedToFixed(const MultiVector<S>& block, const Dense<S>& C) const {
  const MultiVector<S> combination = times(*active(block), C);
  return first() == 0 ? combination : joined(*block.subView(range(0, first())), combination);
}

template <class S>
MultiVector<S> DavidsonBasis<S>::residuals(const Dense<S>& C, const std::vector<Real<S>>& theta) const {
  MultiVector<S> R = times(*active(images_), C);
  Dense<S> scaled = C;
  for (int j = 0; j < C.cols(); ++j)
    for (int i = 0; i < C.rows(); ++i) scaled(i, j) *= S(theta[static_cast<std::size_t>(j)]);
  const MultiVector<S>& masses = massed_ ? *massed_ : basis_;
  addToBlock(S(-1), *active(masses), scaled, R);
  if (first() == 0) return R;
  const Dense<S> outside = projectOnBasis(basis_, first(), MultiVector<S>(pencil_.map, 0), R);
  addToBlock(S(-1), *masses.subView(range(0, first())), outside, R);
  return R;
}

RITZ_INSTANTIATE(DavidsonBasis)

}  // namespace ritz
