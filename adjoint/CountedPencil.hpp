#pragma once

#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/solvers/EigenResult.hpp>
#include <ritz/solvers/MeasuredOperator.hpp>

#include <vector>

namespace ritz {

/// Products with A and B, counted and checked; B X = X where there is no B.
template <class S>
struct CountedPencil {
  explicit CountedPencil(const EigenProblem<S>& problem)
      : A(problem.A, "A"), B(problem.mass, "the mass operator B"), hasMass(problem.mass != nullptr) {}
  MultiVector<S> applyA(const MultiVector<S>& X) const { return apply(A, X); }
  MultiVector<S> applyB(const MultiVector<S>& X) const {
    return hasMass ? apply(B, X) : MultiVector<S>(X, Teuchos::Copy);
  }
  Applications applications() const {
    Applications result;
    result.A = A.count();
    result.mass = B.count();
    return result;
  }
  static MultiVector<S> apply(const MeasuredOperator<S>& op, const MultiVector<S>& X) {
    MultiVector<S> Y(X.getMap(), X.getNumVectors(), false);
    op.apply(X, Y);
    return Y;
  }
  MeasuredOperator<S> A, B;
  bool hasMass;
};

/// A X − B X Λ from the images.
template <class S>
MultiVector<S> residualOf(const MultiVector<S>& AX, const MultiVector<S>& BX,
                          const std::vector<Real<S>>& values) {
  MultiVector<S> R(AX, Teuchos::Copy);
  std::vector<Real<S>> minus;
  for (const Real<S> value : values) minus.push_back(-value);
  addColumns(R, minus, BX);
  return R;
}

}  // namespace ritz
