#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/GolubKahan.hpp>
#include <ritz/solvers/GramSchmidt.hpp>
#include <ritz/solvers/Stopwatch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

template <class R>
constexpr R Vanished = 20 * std::numeric_limits<R>::epsilon();

template <class S>
void copyInto(const MultiVector<S>* from, MultiVector<S>& to) {
  if (from && from->getNumVectors() > 0)
    Tpetra::deep_copy(
        *to.subViewNonConst(Teuchos::Range1D(0, static_cast<Teuchos::Ordinal>(from->getNumVectors()) - 1)),
        *from);
}

/// The square matrix in the first rows and columns.
template <class S>
Dense<S> corner(const Dense<S>& B, int size) {
  Dense<S> result(size, size);
  for (int j = 0; j < size; ++j) std::copy_n(B.column(j), size, result.column(j));
  return result;
}

}  // namespace

template <class S>
GolubKahan<S>::GolubKahan(const OperatorPair<S>& pair, int capacity, const MultiVector<S>& start,
                          const MultiVector<S>* deflatedLeft, const MultiVector<S>* deflatedRight,
                          std::uint64_t seed)
    : pair_(pair),
      seed_(seed),
      deflated_(deflatedRight ? static_cast<int>(deflatedRight->getNumVectors()) : 0),
      B_(capacity, capacity),
      left_(pair.range(), static_cast<std::size_t>(deflated_ + capacity), false),
      right_(pair.domain(), static_cast<std::size_t>(deflated_ + capacity + 1), false) {
  copyInto(deflatedLeft, left_);
  copyInto(deflatedRight, right_);
  const auto v = right_.getVectorNonConst(static_cast<std::size_t>(deflated_));
  Tpetra::deep_copy(*v, *start.getVector(0));
  const Projection<S> rest = orthogonalize(right_, deflated_, *v);
  if (rest.length > Vanished<Real<S>> * rest.before)
    v->scale(S(1 / columnNorms(*v).front()));
  else
    full_ = !fillFresh(right_, deflated_, *v, seed_, freshColumn_);
}

template <class S>
bool GolubKahan<S>::expand() {
  if (full_) return false;
  appendRight(appendLeft());
  ++steps_;
  return true;
}

template <class S>
bool GolubKahan<S>::append(const MultiVector<S>& direction) {
  if (end() >= pair_.dimension()) return false;
  const auto v = right_.getVectorNonConst(static_cast<std::size_t>(end()));
  Tpetra::deep_copy(*v, *direction.getVector(0));
  const Projection<S> rest = orthogonalize(right_, end(), *v);
  if (!(rest.length > 100 * Vanished<Real<S>> * rest.before)) return false;
  v->scale(S(1 / columnNorms(*v).front()));
  appendLeft();
  ++size_;
  ++steps_;
  beta_ = 0;
  return true;
}

/// u of A′v = U c + u α; returns α.
template <class S>
Real<S> GolubKahan<S>::appendLeft() {
  const auto u = left_.getVectorNonConst(static_cast<std::size_t>(end()));
  pair_.forward().applyUnsettled(*right_.getVector(static_cast<std::size_t>(end())), *u);
  const Stopwatch stopwatch(seconds_);
  const Projection<S> rest = orthogonalize(left_, end(), *u);
  pair_.forward().settle(1.0, static_cast<double>(rest.before * rest.before));
  scale_ = std::max(scale_, rest.before);
  std::copy_n(rest.c.begin() + deflated_, size_, B_.column(size_));
  const bool isThere = rest.length > Vanished<Real<S>> * scale_;
  if (isThere)
    u->scale(S(1 / rest.length));
  else if (!fillFresh(left_, end(), *u, seed_, freshColumn_))
    throw Error("svdsolve: no direction is left among the left vectors");
  const Real<S> alpha = isThere ? rest.length : Real<S>(0);
  B_(size_, size_) = S(alpha);
  return alpha;
}

/// v of A′ᴴu = v′ α + v β with v′ the last column of V.
template <class S>
void GolubKahan<S>::appendRight(Real<S> alpha) {
  const int next = end() + 1;
  const auto v = right_.getVectorNonConst(static_cast<std::size_t>(next));
  pair_.backward().applyUnsettled(*left_.getVector(static_cast<std::size_t>(end())), *v);
  const Stopwatch stopwatch(seconds_);
  const Projection<S> rest = orthogonalize(right_, next, *v);
  pair_.backward().settle(1.0, static_cast<double>(rest.before * rest.before));
  scale_ = std::max(scale_, rest.before);
  expectAdjoint(rest.c, alpha);
  ++size_;
  beta_ = rest.length > Vanished<Real<S>> * scale_ ? rest.length : Real<S>(0);
  if (beta_ > 0)
    v->scale(S(1 / beta_));
  else
    full_ = !fillFresh(right_, next, *v, seed_, freshColumn_);
}

/// Vᴴ(A′ᴴu) = (UᴴA′V)ᴴ for the new u.
template <class S>
void GolubKahan<S>::expectAdjoint(const std::vector<S>& products, Real<S> alpha) const {
  Real<S> square = std::norm(products.back() - S(alpha));
  for (int j = deflated_; j < end(); ++j) square += std::norm(products[static_cast<std::size_t>(j)]);
  const Real<S> limit =
      std::max(std::pow(std::numeric_limits<Real<S>>::epsilon(), Real<S>(0.6)), 10 * pair_.rounding());
  if (!(std::sqrt(square) > limit * scale_)) return;
  throw NotSymmetric(
      fmt::format("svdsolve: asked for singular triplets, but the adjoint does not belong to A: ⟨u, A v⟩ and "
                  "⟨Aᴴu, v⟩ differ by {:.1e} of ‖A‖ for unit vectors u, v; check them with adjointDefect()",
                  std::sqrt(square) / scale_));
}

template <class S>
void GolubKahan<S>::removeFrom(MultiVector<S>& x) const {
  const Stopwatch stopwatch(seconds_);
  orthogonalize(right_, end(), *x.getVectorNonConst(0));
}

template <class S>
void GolubKahan<S>::compress(const Dense<S>& X, const Dense<S>& Y, const std::vector<Real<S>>& values) {
  const Stopwatch stopwatch(seconds_);
  const Teuchos::Range1D mine(deflated_, end() - 1);
  rotateBasis(*left_.subViewNonConst(mine), X);
  rotateBasis(*right_.subViewNonConst(mine), Y);
  const auto next = right_.getVector(static_cast<std::size_t>(end()));
  size_ = Y.cols();
  right_.getVectorNonConst(static_cast<std::size_t>(end()))->update(S(1), *next, S(0));
  B_ = Dense<S>(B_.rows(), B_.cols());
  for (int j = 0; j < size_; ++j) B_(j, j) = S(values[static_cast<std::size_t>(j)]);
}

template <class S>
Dense<S> GolubKahan<S>::projected() const {
  return corner(B_, size_);
}

template <class S>
MultiVector<S> GolubKahan<S>::left(const Dense<S>& X) const {
  return times(*left_.subView(Teuchos::Range1D(deflated_, end() - 1)), X);
}

template <class S>
MultiVector<S> GolubKahan<S>::right(const Dense<S>& Y) const {
  return times(*right_.subView(Teuchos::Range1D(deflated_, end() - 1)), Y);
}

RITZ_INSTANTIATE(GolubKahan)

}  // namespace ritz
