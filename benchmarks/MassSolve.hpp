#pragma once

#include <ritz/benchmarks/Case.hpp>
#include <ritz/operators/LinearOperator.hpp>

#include <memory>

namespace ritz::bench {

/// x = B⁻¹ y by conjugate gradients to 1e-12, whose products with B the case counts; for libraries that ask
/// the caller for it.
class MassSolve {
 public:
  explicit MassSolve(const Case& problem);
  void apply(const double* y, double* x) const;

 private:
  std::size_t n_;
  OperatorPtr<double> inverse_;
  std::unique_ptr<MultiVector<double>> y_, x_;
};

}  // namespace ritz::bench
