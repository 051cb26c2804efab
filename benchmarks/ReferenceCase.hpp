#pragma once

#include <ritz/benchmarks/ArrayOperators.hpp>
#include <ritz/operators/MatrixOperator.hpp>

#include <memory>
#include <string>
#include <vector>

namespace ritz::bench {

/// A problem whose smallest values are known, for solvers that are given a preconditioner or a factorisation.
struct ReferenceCase {
  std::string name;
  OperatorPtr<double> A;
  OperatorPtr<double> B{};                                    ///< null: the identity
  std::shared_ptr<const Tpetra::CrsMatrix<double>> matrix{};  ///< the entries of A
  std::shared_ptr<const Tpetra::CrsMatrix<double>> mass{};    ///< those of B, may be null
  Product product{};             ///< A on arrays, where it is not to be multiplied by its entries
  std::vector<double> smallest;  ///< ascending
  double norm = 0;               ///< max |λ|

  bool isSingular() const { return std::abs(smallest.front()) < 1e-12 * norm; }
  /// The largest |θ − λ| in units of what is allowed: 1e-6 relative or 10 ε max|λ|, at zeros 1e-12 max|λ|;
  /// infinite where values are missing.
  double worstError(const std::vector<double>& found) const;
};

/// Every symmetric matrix and pair that `folder`/reference.json knows both ends of. Throws DataError.
std::vector<std::string> referenceCases(const std::string& folder);

/// The ten smallest values of one of these, or of laplacian-N, seven points on N³ with weights 1, 1.17, 1.39.
ReferenceCase makeReferenceCase(const std::string& name, const std::string& folder);

}  // namespace ritz::bench
