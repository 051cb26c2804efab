#include <ritz/operators/AffineOperator.hpp>
#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/MatrixOperator.hpp>
#include <ritz/operators/Tridiagonal.hpp>

#include <utility>
#include <vector>

namespace ritz {

namespace {

template <class S>
using Matrix = Tpetra::CrsMatrix<S>;
template <class S>
using MatrixPtr = std::shared_ptr<const Matrix<S>>;

/// The n × n matrix whose rows, at most `width` long, are what `fill(row, columns, values)` says. Host only.
template <class S, class F>
MatrixPtr<S> fromRows(const MapPtr& map, std::size_t width, F&& fill) {
  auto matrix = std::make_shared<Matrix<S>>(map, width);
  std::vector<GlobalIndex> columns;
  std::vector<S> values;
  const LocalIndex rows = map->getMaxLocalIndex() + 1;
  for (LocalIndex i = 0; i < rows; ++i) {
    columns.clear();
    values.clear();
    const GlobalIndex row = map->getGlobalElement(i);
    fill(row, columns, values);
    matrix->insertGlobalValues(row, Teuchos::arrayViewFromVector(columns),
                               Teuchos::arrayViewFromVector(values));
  }
  matrix->fillComplete();
  return matrix;
}

template <class S>
MatrixPtr<S> stencil(const Laplacian3d<S>& A) {
  const auto size = A.size();
  const auto weights = A.weights();
  const std::array<GlobalIndex, 3> stride{1, size[0], size[0] * size[1]};
  const S diagonal = static_cast<S>(2.0 * (weights[0] + weights[1] + weights[2]));
  return fromRows<S>(A.getDomainMap(), 7, [=](GlobalIndex row, auto& columns, auto& values) {
    columns.push_back(row);
    values.push_back(diagonal);
    for (std::size_t d = 0; d < 3; ++d) {
      const GlobalIndex at = row / stride[d] % size[d];
      for (GlobalIndex step = -1; step <= 1; step += 2)
        if (at + step >= 0 && at + step < size[d]) {
          columns.push_back(row + step * stride[d]);
          values.push_back(static_cast<S>(-weights[d]));
        }
    }
  });
}

template <class S>
MatrixPtr<S> stencil(const Tridiagonal<S>& A) {
  const auto n = static_cast<GlobalIndex>(A.getDomainMap()->getGlobalNumElements());
  return fromRows<S>(A.getDomainMap(), 3, [n](GlobalIndex row, auto& columns, auto& values) {
    for (GlobalIndex column = row - 1; column <= row + 1; ++column)
      if (column >= 0 && column < n) {
        columns.push_back(column);
        values.push_back(column == row ? static_cast<S>(static_cast<Real<S>>(row + 1)) : S(1));
      }
  });
}

template <class S>
MatrixPtr<S> scaled(S factor, const Matrix<S>& A) {
  auto result = std::make_shared<Matrix<S>>(A, Teuchos::Copy);
  result->scale(factor);
  return result;
}

/// Parts with θᵢ = 0 are left out.
template <class S>
MatrixPtr<S> sum(const AffineOperator<S>& family) {
  MatrixPtr<S> total;
  if (family.constant() && !(total = assembledMatrix<S>(family.constant()))) return nullptr;
  for (std::size_t i = 0; i < family.parts().size(); ++i) {
    const S factor(family.factors()[i]);
    const MatrixPtr<S> part = assembledMatrix<S>(family.parts()[i]);
    if (!part) return nullptr;
    if (factor == S(0) && (total || i + 1 < family.parts().size())) continue;
    total = total ? sumOf<S>(S(1), *total, factor, *part) : scaled<S>(factor, *part);
  }
  return total;
}

}  // namespace

template <class S>
MatrixPtr<S> sumOf(S alpha, const Matrix<S>& A, S beta, const Matrix<S>& B) {
  detail::requireSameMap(*B.getDomainMap(), *A.getDomainMap(), "sumOf", "the domain of B");
  detail::requireSameMap(*B.getRangeMap(), *A.getRangeMap(), "sumOf", "the range of B");
  const auto result = B.add(alpha, A, beta, A.getDomainMap(), A.getRangeMap(), Teuchos::null);
  return Teuchos::get_shared_ptr(Teuchos::rcp_dynamic_cast<const Matrix<S>>(result, true));
}

template <class S>
MatrixPtr<S> assembledMatrix(const OperatorPtr<S>& A) {
  if (const auto matrix = std::dynamic_pointer_cast<const Matrix<S>>(A)) return matrix;
  if (const auto* matrix = dynamic_cast<const MatrixOperator<S>*>(A.get())) return matrix->matrix();
  if (const auto* family = dynamic_cast<const AffineOperator<S>*>(A.get())) return sum(*family);
  if (const auto* laplacian = dynamic_cast<const Laplacian3d<S>*>(A.get())) return stencil(*laplacian);
  if (const auto* tridiagonal = dynamic_cast<const Tridiagonal<S>*>(A.get())) return stencil(*tridiagonal);
  return nullptr;
}

#define RITZ_ASSEMBLED_MATRIX(S)                                                                   \
  template std::shared_ptr<const Tpetra::CrsMatrix<S>> assembledMatrix<S>(const OperatorPtr<S>&);  \
  template std::shared_ptr<const Tpetra::CrsMatrix<S>> sumOf<S>(S, const Tpetra::CrsMatrix<S>&, S, \
                                                                const Tpetra::CrsMatrix<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_ASSEMBLED_MATRIX)

}  // namespace ritz
