#include <ritz/operators/ChebyshevSmoother.hpp>
#include <ritz/operators/Compat.hpp>
#include <ritz/operators/HashVectors.hpp>

#include <Kokkos_Core.hpp>

#include <algorithm>
#include <utility>

namespace ritz {

namespace {

using Matrix = Tpetra::CrsMatrix<double>;
using Block = MultiVector<double>;
using Execution = Block::execution_space;
using Read = decltype(std::declval<const Block&>().getLocalViewDevice(Tpetra::Access::ReadOnly));
using Write = decltype(std::declval<Block&>().getLocalViewDevice(Tpetra::Access::ReadWrite));
using LocalMatrix = Matrix::local_matrix_device_type;

/// Row i of r − A d for `Width` columns from `first` on.
template <int Width>
struct ResidualRow {
  LocalMatrix A;
  Read d;  ///< over A's columns
  Write r;
  std::size_t first;

  KOKKOS_INLINE_FUNCTION void operator()(LocalIndex i, double* left) const {
    for (int c = 0; c < Width; ++c) left[c] = r(i, first + c);
    const auto end = A.graph.row_map(i + 1);
    for (auto k = A.graph.row_map(i); k < end; ++k) {
      const double a = A.values(k);
      const LocalIndex j = A.graph.entries(k);
      for (int c = 0; c < Width; ++c) left[c] -= a * d(j, first + c);
    }
    for (int c = 0; c < Width; ++c) r(i, first + c) = left[c];
  }
};

template <int Width>
struct Subtract {
  ResidualRow<Width> row;
  KOKKOS_INLINE_FUNCTION void operator()(LocalIndex i) const {
    double left[Width];
    row(i, left);
  }
};

/// The rest of a step, too: d⁺ = momentum·d + weight·D⁻¹r, x += d⁺.
template <int Width>
struct Step {
  ResidualRow<Width> row;
  Read inverse, d;
  Write next, x;
  double momentum, weight;
  KOKKOS_INLINE_FUNCTION void operator()(LocalIndex i) const {
    double left[Width];
    row(i, left);
    for (int c = 0; c < Width; ++c) {
      const std::size_t j = row.first + static_cast<std::size_t>(c);
      const double move = momentum * d(i, j) + weight * inverse(i, 0) * left[c];
      next(i, j) = move;
      x(i, j) += move;
    }
  }
};

/// Four columns at a time, then one by one; make(width, first) is the functor for these.
template <class Make>
void overRows(LocalIndex rows, std::size_t columns, const Make& make) {
  constexpr int Wide = 4;
  const Kokkos::RangePolicy<Execution, LocalIndex> policy(0, rows);
  std::size_t j = 0;
  for (; j + Wide <= columns; j += Wide)
    Kokkos::parallel_for("ritz::ChebyshevSmoother", policy, make(std::integral_constant<int, Wide>(), j));
  for (; j < columns; ++j)
    Kokkos::parallel_for("ritz::ChebyshevSmoother", policy, make(std::integral_constant<int, 1>(), j));
}

Tpetra::Vector<double> reciprocals(const Matrix& A) {
  Tpetra::Vector<double> diagonal(A.getRowMap()), result(A.getRowMap());
  A.getLocalDiagCopy(diagonal);
  result.reciprocal(diagonal);
  return result;
}

}  // namespace

double largestOfScaled(const Matrix& A) {
  constexpr int Steps = 15;
  const Tpetra::Vector<double> inverse = reciprocals(A);
  Tpetra::Vector<double> x(A.getDomainMap()), y(A.getRangeMap());
  fillHash(x, 0);
  double value = 0;
  for (int step = 0; step < Steps; ++step) {
    x.scale(1 / x.norm2());
    A.apply(x, y);
    x.elementWiseMultiply(1, inverse, y, 0);
    value = x.norm2();
  }
  return value;
}

ChebyshevSmoother::ChebyshevSmoother(std::shared_ptr<const Matrix> A, int degree, double ratio)
    : A_(std::move(A)), degree_(degree), inverse_(reciprocals(*A_)) {
  constexpr double Boost = 1.1;
  const double high = Boost * largestOfScaled(*A_), low = high / ratio;
  center_ = (high + low) / 2;
  halfWidth_ = (high - low) / 2;
}

void ChebyshevSmoother::improve(Block& r, Block& x, bool leavesResidual) const {
  resize(r.getNumVectors());
  direction_->elementWiseMultiply(1 / center_, inverse_, r, 0);
  x.update(1, *direction_, 1);
  const double sigma = center_ / halfWidth_;
  double rho = 1 / sigma;
  for (int step = 1; step < degree_; ++step) {
    const double nextRho = 1 / (2 * sigma - rho), momentum = nextRho * rho, weight = 2 * nextRho / halfWidth_;
    rho = nextRho;
    const auto ofColumns = overColumns(*direction_).getLocalViewDevice(Tpetra::Access::ReadOnly);
    const auto d = std::as_const(*direction_).getLocalViewDevice(Tpetra::Access::ReadOnly);
    const auto inverse = inverse_.getLocalViewDevice(Tpetra::Access::ReadOnly);
    const auto left = r.getLocalViewDevice(Tpetra::Access::ReadWrite),
               result = x.getLocalViewDevice(Tpetra::Access::ReadWrite),
               next = next_->getLocalViewDevice(Tpetra::Access::ReadWrite);
    const auto A = A_->getLocalMatrixDevice();
    overRows(A.numRows(), left.extent(1), [&](auto width, std::size_t first) {
      constexpr int Width = decltype(width)::value;
      return Step<Width>{{A, ofColumns, left, first}, inverse, d, next, result, momentum, weight};
    });
    std::swap(direction_, next_);
  }
  if (leavesResidual) subtractProduct(*direction_, r);
}

void ChebyshevSmoother::subtractProduct(const Block& d, Block& r) const {
  resize(d.getNumVectors());
  const auto ofColumns = overColumns(d).getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto left = r.getLocalViewDevice(Tpetra::Access::ReadWrite);
  const auto A = A_->getLocalMatrixDevice();
  overRows(A.numRows(), left.extent(1), [&](auto width, std::size_t first) {
    return Subtract<decltype(width)::value>{{A, ofColumns, left, first}};
  });
}

/// With what A's rows here need from other ranks.
const Block& ChebyshevSmoother::overColumns(const Block& d) const {
  if (!columns_) return d;
  columns_->doImport(d, *A_->getGraph()->getImporter(), Tpetra::INSERT);
  return *columns_;
}

void ChebyshevSmoother::resize(std::size_t columns) const {
  if (direction_ && direction_->getNumVectors() == columns) return;
  direction_ = std::make_unique<Block>(A_->getRowMap(), columns, false);
  next_ = std::make_unique<Block>(A_->getRowMap(), columns, false);
  if (!A_->getGraph()->getImporter().is_null())
    columns_ = std::make_unique<Block>(A_->getColMap(), columns, false);
}

}  // namespace ritz
