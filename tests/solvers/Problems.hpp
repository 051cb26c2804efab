#pragma once

#include "operators/Blocks.hpp"

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/FunctionOperator.hpp>
#include <ritz/operators/MatrixBuilder.hpp>
#include <ritz/operators/MatrixOperator.hpp>

#include <functional>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

/// Small problems with known spectra for tests of solvers.
namespace ritz::test {

constexpr double Epsilon = std::numeric_limits<double>::epsilon();
constexpr double Infinity = std::numeric_limits<double>::infinity();

using Entry = std::function<double(GlobalIndex)>;

inline double real(GlobalIndex g) { return static_cast<double>(g); }

inline OperatorPtr<double> diagonalOperator(const MapPtr& map, const Entry& value) {
  return std::make_shared<DiagonalOperator<double>>(columnOf(map, value));
}

/// X ← H X with the reflection H = I − 2 w wᵀ/wᵀw, w a hash vector.
inline void reflect(Block& X) {
  const Block w = hashBlock(X.getMap(), 1, 99);
  const double square = w.getVector(0)->dot(*w.getVector(0));
  for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
    const auto x = X.getVectorNonConst(j);
    x->update(-2.0 * w.getVector(0)->dot(*x) / square, *w.getVector(0), 1.0);
  }
}

/// H diag(d) H: eigenvalues d, eigenvectors H e_i, full, known only by its products.
inline OperatorPtr<double> rotatedOperator(const MapPtr& map, const Entry& value) {
  const auto D = diagonalOperator(map, value);
  return makeOperator<double>(map, [D](const Block& X, Block& Y) {
    Block Z(X, Teuchos::Copy);
    reflect(Z);
    D->apply(Z, Y);
    reflect(Y);
  });
}

/// H e_i for each of `indices`.
inline Block rotatedUnits(const MapPtr& map, const std::vector<GlobalIndex>& indices) {
  Block X(map, indices.size());
  for (std::size_t j = 0; j < indices.size(); ++j)
    if (map->isNodeGlobalElement(indices[j])) X.replaceGlobalValue(indices[j], j, 1.0);
  reflect(X);
  return X;
}

/// A matrix from rank 0's entries.
inline std::shared_ptr<const MatrixOperator<double>> matrixOf(
    const MapPtr& map, const std::vector<MatrixEntry<double>>& entries) {
  MatrixBuilder<double> builder(map);
  builder.add(entries);
  return std::make_shared<MatrixOperator<double>>(builder.build(map));
}

/// The tridiagonal matrix with `center` on the diagonal and `beside` next to it: values center +
/// 2·beside·cos(jπ/(n+1)).
inline std::shared_ptr<const MatrixOperator<double>> toeplitzMatrix(const MapPtr& map, double center,
                                                                    double beside) {
  std::vector<MatrixEntry<double>> entries;
  const auto n = static_cast<GlobalIndex>(map->getGlobalNumElements());
  for (GlobalIndex i = 0; i < n; ++i) {
    entries.push_back({i, i, center});
    if (i > 0) entries.push_back({i, i - 1, beside});
    if (i + 1 < n) entries.push_back({i, i + 1, beside});
  }
  return matrixOf(map, entries);
}

/// All n entries on the last rank, so that at 3 ranks two have none.
inline MapPtr mapOnLastRank(GlobalIndex n) {
  const CommPtr comm = worldComm();
  const bool last = comm->getRank() + 1 == comm->getSize();
  return Teuchos::rcp(
      new Map(static_cast<Tpetra::global_size_t>(n), static_cast<std::size_t>(last ? n : 0), 0, comm));
}

/// max |XᴴY − I|.
inline double distanceFromIdentity(const Block& X, const Block& Y) {
  double worst = 0.0;
  for (std::size_t i = 0; i < X.getNumVectors(); ++i)
    for (std::size_t j = 0; j < Y.getNumVectors(); ++j)
      worst = std::max(worst, std::abs(X.getVector(i)->dot(*Y.getVector(j)) - (i == j ? 1.0 : 0.0)));
  return worst;
}

/// A X, or X for null A.
inline Block image(const OperatorPtr<double>& A, const Block& X) {
  Block Y(X, Teuchos::Copy);
  if (A) A->apply(X, Y);
  return Y;
}

}  // namespace ritz::test
