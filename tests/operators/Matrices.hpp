#pragma once

#include "Blocks.hpp"

#include <ritz/operators/Error.hpp>
#include <ritz/operators/FunctionOperator.hpp>
#include <ritz/operators/LinearOperator.hpp>

#include <cmath>
#include <memory>
#include <vector>

/// Small operators for tests of composites.
namespace ritz::test {

/// A full matrix of entries hash(i, j) in (−1, 1), with its transpose, from any map to any other.
inline std::shared_ptr<const LinearOperator<double>> denseOperator(const MapPtr& domain, const MapPtr& range,
                                                                   std::uint64_t seed) {
  const auto n = domain->getGlobalNumElements();
  const auto matrix = std::make_shared<Block>(range, n);  // column j of A, spread over the range
  fillHash(*matrix, seed);
  const auto forward = [matrix](const Block& X, Block& Y) {
    Y.putScalar(0.0);
    for (std::size_t k = 0; k < X.getNumVectors(); ++k) {
      const auto x = gather(X, k);
      for (std::size_t j = 0; j < x.size(); ++j)
        Y.getVectorNonConst(k)->update(x[j], *matrix->getVector(j), 1.0);
    }
  };
  const auto adjoint = [matrix](const Block& X, Block& Y) {
    for (std::size_t k = 0; k < X.getNumVectors(); ++k) {
      std::vector<double> dots(matrix->getNumVectors());
      for (std::size_t j = 0; j < dots.size(); ++j) dots[j] = matrix->getVector(j)->dot(*X.getVector(k));
      const auto y = Y.getDataNonConst(k);
      for (Teuchos_Ordinal i = 0; i < y.size(); ++i)
        y[i] = dots[static_cast<std::size_t>(Y.getMap()->getGlobalElement(static_cast<LocalIndex>(i)))];
    }
  };
  return makeOperator<double>(domain, range, forward, adjoint);
}

/// The identity, without saying that it has an adjoint.
inline OperatorPtr<double> withoutAdjoint(const MapPtr& map) {
  return makeOperator<double>(map, [](const Block& X, Block& Y) { Y.update(1.0, X, 0.0); });
}

/// Largest |Aᴴ − conjugate transpose of A|, entry by entry.
inline double transposeDefect(const Operator<double>& A) {
  const auto columns = denseColumns(A);
  double worst = 0.0;
  for (std::size_t i = 0; i < columns.front().size(); ++i) {
    const auto row = static_cast<GlobalIndex>(i);
    const Column unit = columnOf(A.getRangeMap(), [row](GlobalIndex g) { return g == row ? 1.0 : 0.0; });
    Column image(A.getDomainMap());
    A.apply(unit, image, Teuchos::CONJ_TRANS);
    const auto found = gather(image);
    for (std::size_t j = 0; j < columns.size(); ++j)
      worst = std::max(worst, std::abs(found[j] - columns[j][i]));
  }
  return worst;
}

/// The identity with a version that the test sets.
class Versioned : public LinearOperator<double> {
 public:
  explicit Versioned(const MapPtr& map) : LinearOperator(map, map) {}
  std::uint64_t version() const override { return number; }
  std::uint64_t number = 0;

 private:
  void applyImpl(const Block& X, Block& Y) const override { Y.update(1.0, X, 0.0); }
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const Block& X, Block& Y) const override { applyImpl(X, Y); }
};

}  // namespace ritz::test
