#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ritz::bench {

/// y = A x on whole vectors in host memory.
using Product = std::function<void(const double* x, double* y)>;

/// diag(1 … n) with ones next to it; its eigenvalues by bisection are tridiagonalValues.
Product tridiagonal(std::size_t n);
/// diag(1e4·i⁻² + 1), i = 1 … n: a Hessian of low effective rank, and the reason why the count matters.
Product decaying(std::size_t n);
/// −∇·(w ∇u) by seven points on a size³ grid, u = 0 outside, as ritz::Laplacian3d.
Product laplacian(std::size_t size, const double (&weights)[3]);

/// A sparse matrix by rows.
struct SparseRows {
  std::vector<std::size_t> start;
  std::vector<int> column;
  std::vector<double> value;
  std::size_t size() const { return start.size() - 1; }
  /// The largest sum of |a_ij| over a row, which bounds ‖A‖₂ of a symmetric matrix.
  double norm() const;
};
/// From a Matrix Market file, packed or not. Throws ritz::DataError.
std::shared_ptr<const SparseRows> readRows(const std::string& path);
Product sparse(std::shared_ptr<const SparseRows> matrix);

/// The k largest eigenvalues of `tridiagonal(n)`, descending, to rounding: bisection on Sturm sequences.
std::vector<double> tridiagonalLargest(std::size_t n, int k);

/// A symmetric operator that counts what it does, for every library alike.
class CountedOperator {
 public:
  CountedOperator(std::size_t n, Product product) : n_(n), product_(std::move(product)) {}
  /// y = A x; x and y are whole vectors that do not overlap.
  void apply(const double* x, double* y) const;
  std::size_t size() const { return n_; }
  long columns() const { return columns_; }
  double seconds() const { return seconds_; }
  void reset() const { columns_ = 0, seconds_ = 0; }

 private:
  std::size_t n_;
  Product product_;
  mutable long columns_ = 0;
  mutable double seconds_ = 0;
};

}  // namespace ritz::bench
