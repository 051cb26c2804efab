#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/Composite.hpp>
#include <ritz/operators/DefinitePreconditioner.hpp>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/NormalPreconditioner.hpp>

#include <Kokkos_ArithTraits.hpp>
#include <Kokkos_Core.hpp>
#include <TpetraExt_MatrixMatrix.hpp>
#include <Tpetra_RowMatrixTransposer.hpp>

#include <variant>

namespace ritz {

namespace {

template <class S>
using Matrix = Tpetra::CrsMatrix<S>;

template <class S>
bool isWide(const Matrix<S>& A) {
  return A.getRangeMap()->getGlobalNumElements() < A.getDomainMap()->getGlobalNumElements();
}

/// Each stored entry becomes f of it.
template <class S, class F>
void mapEntries(Matrix<S>& A, F f) {
  const auto values = A.getLocalMatrixDevice().values;
  using Space = typename Matrix<S>::execution_space;
  Kokkos::parallel_for(
      "ritz: entries of a matrix", Kokkos::RangePolicy<Space>(0, values.extent(0)),
      KOKKOS_LAMBDA(const std::size_t i) { values(i) = f(values(i)); });
  Space().fence();
}

struct Conjugate {
  template <class T>
  KOKKOS_FUNCTION T operator()(const T& value) const {
    return Kokkos::ArithTraits<T>::conj(value);
  }
};

struct SquaredSize {
  template <class T>
  KOKKOS_FUNCTION T operator()(const T& value) const {
    return value * Kokkos::ArithTraits<T>::conj(value);
  }
};

/// Squared lengths of the columns of A, of the rows of a wide one.
template <class S>
Tpetra::Vector<S> normalDiagonal(const Matrix<S>& A) {
  Matrix<S> squares(A, Teuchos::Copy);
  mapEntries<S>(squares, SquaredSize());
  Tpetra::Vector<S> ones(isWide(A) ? A.getDomainMap() : A.getRangeMap());
  Tpetra::Vector<S> sums(isWide(A) ? A.getRangeMap() : A.getDomainMap());
  ones.putScalar(S(1));
  squares.apply(ones, sums, isWide(A) ? Teuchos::NO_TRANS : Teuchos::TRANS);
  return sums;
}

}  // namespace

template <class S>
std::shared_ptr<const Matrix<S>> normalMatrix(const Matrix<S>& A) {
  const auto adjoint = Tpetra::RowMatrixTransposer<S>(Teuchos::rcpFromRef(A)).createTranspose();
  if constexpr (Teuchos::ScalarTraits<S>::isComplex) mapEntries<S>(*adjoint, Conjugate());
  const Matrix<S>&left = isWide(A) ? A : *adjoint, &right = isWide(A) ? *adjoint : A;
  auto product = std::make_shared<Matrix<S>>(left.getRowMap(), 0);
  Tpetra::MatrixMatrix::Multiply(left, false, right, false, *product);
  return product;
}

template <class S>
OperatorPtr<S> makeNormalPreconditioner(const OperatorPtr<S>& A, const PreconditionerOptions<S>& options) {
  const auto matrix = assembledMatrix<S>(A);
  if (!matrix)
    throw InvalidOption(
        "makeNormalPreconditioner: asked for a preconditioner of an operator that shows no entries; give a "
        "matrix, or set problem.preconditioner to one of your own");
  if (!std::holds_alternative<Jacobi>(options.kind))
    return makePreconditioner<S>(normalMatrix<S>(*matrix), options);
  const auto diagonal = normalDiagonal<S>(*matrix);
  requirePositiveDiagonal(diagonal, "jacobi");
  return DiagonalOperator<S>(diagonal).inverse();
}

#define RITZ_NORMAL_PRECONDITIONER(S)                                                                \
  template std::shared_ptr<const Tpetra::CrsMatrix<S>> normalMatrix<S>(const Tpetra::CrsMatrix<S>&); \
  template OperatorPtr<S> makeNormalPreconditioner<S>(const OperatorPtr<S>&, const PreconditionerOptions<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_NORMAL_PRECONDITIONER)

}  // namespace ritz
