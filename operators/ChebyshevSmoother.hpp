#pragma once

#include <ritz/operators/Types.hpp>

#include <Tpetra_CrsMatrix.hpp>

#include <memory>

namespace ritz {

/// An estimate of the largest eigenvalue of D⁻¹A, D the diagonal of A, from below: 15 steps of the power
/// method. Collective.
double largestOfScaled(const Tpetra::CrsMatrix<double>& A);

/// Improves x ≈ A⁻¹b by p(D⁻¹A) D⁻¹(b − A x), where 1 − t p(t) is the Chebyshev polynomial of `degree` that
/// is smallest on [λ/ratio, λ], D the diagonal of A and λ 1.1 times the estimate of its largest value: what a
/// multigrid cycle needs. p(D⁻¹A) D⁻¹ is symmetric. One pass over A updates residual, direction and x; blocks
/// of vectors go over it together. Source: Y. Saad, Iterative Methods for Sparse Linear Systems, alg. 12.1.
class ChebyshevSmoother {
 public:
  using Matrix = Tpetra::CrsMatrix<double>;

  /// A symmetric, positive diagonal, rows and columns on one map. Collective.
  ChebyshevSmoother(std::shared_ptr<const Matrix> A, int degree, double ratio);

  /// x is improved from its residual r = b − A x, which becomes the new one if `leavesResidual`, else
  /// anything; degree − 1 products, or `degree`. Collective.
  void improve(MultiVector<double>& r, MultiVector<double>& x, bool leavesResidual) const;

  /// r ← r − A d. Collective.
  void subtractProduct(const MultiVector<double>& d, MultiVector<double>& r) const;

 private:
  const MultiVector<double>& overColumns(const MultiVector<double>& d) const;
  void resize(std::size_t columns) const;

  std::shared_ptr<const Matrix> A_;
  int degree_;
  double center_, halfWidth_;       ///< of the interval
  Tpetra::Vector<double> inverse_;  ///< D⁻¹
  mutable std::unique_ptr<MultiVector<double>> direction_, next_, columns_;
};

}  // namespace ritz
