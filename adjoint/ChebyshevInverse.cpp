#include <ritz/adjoint/ChebyshevInverse.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <Kokkos_Core.hpp>

#include <algorithm>
#include <utility>

namespace ritz {

namespace {

/// Factors of one column in y ← before·y + now·x + rhs·b + image·q.
template <class R>
struct Factors {
  R before, now, rhs, image;
};

template <class Y, class X, class R>
void combineRows(const Y& y, const X& x, const X& b, const X& q, const Factors<R>& f) {
  using Execution = typename Y::execution_space;
  Kokkos::parallel_for(
      "ritz::ChebyshevInverse", Kokkos::RangePolicy<Execution, LocalIndex>(0, LocalIndex(y.extent(0))),
      KOKKOS_LAMBDA(LocalIndex i) {
        y(i, 0) = f.before * y(i, 0) + f.now * x(i, 0) + f.rhs * b(i, 0) + f.image * q(i, 0);
      });
}

/// The scalars of the semi-iteration of one column.
template <class R>
class Recurrence {
 public:
  explicit Recurrence(const ShiftedInterval<R>& column)
      : column_(column),
        half_((column.high - column.low) / 2),
        sigma_((column.high + column.low) / (column.high - column.low)),
        rho_(1 / sigma_) {}

  R first() const { return 1 / (half_ * sigma_); }

  Factors<R> next() {
    const R rho = 1 / (2 * sigma_ - rho_), momentum = rho * rho_, step = 2 * rho / half_;
    rho_ = rho;
    return {-momentum, 1 + momentum + step * column_.sign * column_.lambda, step, -step * column_.sign};
  }

 private:
  ShiftedInterval<R> column_;
  R half_, sigma_, rho_;
};

}  // namespace

template <class S>
ChebyshevInverse<S>::ChebyshevInverse(std::shared_ptr<const MeasuredOperator<S>> A, int degree)
    : A_(std::move(A)), degree_(std::max(3, degree + 1 - degree % 2)) {}

template <class S>
void ChebyshevInverse<S>::apply(const std::vector<ShiftedInterval<Real<S>>>& columns, const MultiVector<S>& B,
                                MultiVector<S>& Z) const {
  const std::size_t m = columns.size();
  MultiVector<S> before(B.getMap(), m), now(B, Teuchos::Copy), image(B.getMap(), m, false);
  std::vector<Recurrence<Real<S>>> recurrences(columns.begin(), columns.end());
  std::vector<Real<S>> first;
  for (const auto& recurrence : recurrences) first.push_back(recurrence.first());
  scaleColumns(now, first);
  for (int step = 1; step < degree_; ++step) {
    A_->applyBare(now, image);
    for (std::size_t j = 0; j < m; ++j) {
      const auto y = before.getVectorNonConst(j);
      combineRows(y->getLocalViewDevice(Tpetra::Access::ReadWrite),
                  now.getVector(j)->getLocalViewDevice(Tpetra::Access::ReadOnly),
                  B.getVector(j)->getLocalViewDevice(Tpetra::Access::ReadOnly),
                  image.getVector(j)->getLocalViewDevice(Tpetra::Access::ReadOnly), recurrences[j].next());
    }
    before.swap(now);
  }
  A_->raiseFailure();
  Tpetra::deep_copy(Z, now);
}

RITZ_INSTANTIATE(ChebyshevInverse)

}  // namespace ritz
