#include <ritz/benchmarks/ArrayOperators.hpp>
#include <ritz/operators/MatrixMarket.hpp>
#include <ritz/operators/Runtime.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ritz::bench {

Product tridiagonal(std::size_t n) {
  return [n](const double* x, double* y) {
    for (std::size_t i = 0; i < n; ++i) {
      const double below = i > 0 ? x[i - 1] : 0.0, above = i + 1 < n ? x[i + 1] : 0.0;
      y[i] = static_cast<double>(i + 1) * x[i] + below + above;
    }
  };
}

Product decaying(std::size_t n) {
  return [n](const double* x, double* y) {
    for (std::size_t i = 0; i < n; ++i) {
      const double index = static_cast<double>(i + 1);
      y[i] = (1e4 / (index * index) + 1.0) * x[i];
    }
  };
}

Product laplacian(std::size_t size, const double (&weights)[3]) {
  const double wx = weights[0], wy = weights[1], wz = weights[2];
  return [=, zeros = std::vector<double>(size, 0.0)](const double* x, double* y) {
    const double diagonal = 2 * (wx + wy + wz);
    const std::size_t plane = size * size;
    for (std::size_t k = 0; k < size; ++k)
      for (std::size_t j = 0; j < size; ++j) {
        const double* const own = x + k * plane + j * size;
        double* const out = y + k * plane + j * size;
        const double* const down = j > 0 ? own - size : zeros.data();
        const double* const up = j + 1 < size ? own + size : zeros.data();
        const double* const back = k > 0 ? own - plane : zeros.data();
        const double* const front = k + 1 < size ? own + plane : zeros.data();
        const auto value = [&](std::size_t i, double left, double right) {
          return diagonal * own[i] - wx * (left + right) - wy * (down[i] + up[i]) - wz * (back[i] + front[i]);
        };
        out[0] = value(0, 0.0, size > 1 ? own[1] : 0.0);
        for (std::size_t i = 1; i + 1 < size; ++i) out[i] = value(i, own[i - 1], own[i + 1]);
        if (size > 1) out[size - 1] = value(size - 1, own[size - 2], 0.0);
      }
  };
}

double SparseRows::norm() const {
  double largest = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    double sum = 0;
    for (std::size_t p = start[i]; p < start[i + 1]; ++p) sum += std::abs(value[p]);
    largest = std::max(largest, sum);
  }
  return largest;
}

std::shared_ptr<const SparseRows> readRows(const std::string& path) {
  const auto matrix = readMatrix<double>(worldComm(), path)->matrix();
  const auto rows = static_cast<LocalIndex>(matrix->getRangeMap()->getGlobalNumElements());
  auto result = std::make_shared<SparseRows>();
  result->start.push_back(0);
  for (LocalIndex i = 0; i < rows; ++i) {
    typename MatrixOperator<double>::Matrix::local_inds_host_view_type columns;
    typename MatrixOperator<double>::Matrix::values_host_view_type values;
    matrix->getLocalRowView(i, columns, values);
    for (std::size_t p = 0; p < columns.extent(0); ++p) {
      result->column.push_back(static_cast<int>(matrix->getColMap()->getGlobalElement(columns(p))));
      result->value.push_back(values(p));
    }
    result->start.push_back(result->column.size());
  }
  return result;
}

Product sparse(std::shared_ptr<const SparseRows> matrix) {
  return [matrix](const double* x, double* y) {
    for (std::size_t i = 0; i < matrix->size(); ++i) {
      double sum = 0;
      for (std::size_t p = matrix->start[i]; p < matrix->start[i + 1]; ++p)
        sum += matrix->value[p] * x[matrix->column[p]];
      y[i] = sum;
    }
  };
}

namespace {

/// How many eigenvalues of tridiagonal(n) exceed x: the positive pivots of T − x.
int countAbove(std::size_t n, double x) {
  int above = 0;
  double pivot = 1.0;
  for (std::size_t i = 0; i < n; ++i) {
    pivot = static_cast<double>(i + 1) - x - (i > 0 ? 1.0 / pivot : 0.0);
    if (pivot == 0.0) pivot = 1e-300;
    above += pivot > 0;
  }
  return above;
}

}  // namespace

std::vector<double> tridiagonalLargest(std::size_t n, int k) {
  std::vector<double> values;
  for (int j = 0; j < k; ++j) {
    double low = static_cast<double>(n) - 2.0 * k - 2.0, high = static_cast<double>(n) + 2.0;
    for (int halving = 0; halving < 80 && high - low > 1e-15 * high; ++halving) {
      const double middle = 0.5 * (low + high);
      (countAbove(n, middle) > j ? low : high) = middle;
    }
    values.push_back(0.5 * (low + high));
  }
  return values;
}

void CountedOperator::apply(const double* x, double* y) const {
  const auto from = std::chrono::steady_clock::now();
  product_(x, y);
  ++columns_;
  seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

}  // namespace ritz::bench
