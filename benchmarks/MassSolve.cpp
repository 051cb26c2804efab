#include <ritz/benchmarks/MassSolve.hpp>
#include <ritz/benchmarks/TpetraBridge.hpp>
#include <ritz/operators/InverseOperator.hpp>

#include <algorithm>

namespace ritz::bench {

MassSolve::MassSolve(const Case& problem) : n_(problem.n) {
  inverse_ = std::make_shared<InverseOperator<double>>(tpetra(*problem.mass));
  y_ = std::make_unique<MultiVector<double>>(inverse_->getDomainMap(), 1);
  x_ = std::make_unique<MultiVector<double>>(inverse_->getDomainMap(), 1);
}

void MassSolve::apply(const double* y, double* x) const {
  const auto in = y_->get1dViewNonConst();
  std::copy(y, y + n_, in.begin());
  inverse_->apply(*y_, *x_);
  const auto out = x_->get1dView();
  std::copy(out.begin(), out.end(), x);
}

}  // namespace ritz::bench
