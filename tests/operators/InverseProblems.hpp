#pragma once

#include "Matrices.hpp"

#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/InverseOperator.hpp>
#include <ritz/operators/Laplacian3d.hpp>

#include <string>

/// Equations for the tests of inverses.
namespace ritz::test {

inline OperatorPtr<double> laplacian() {
  return std::make_shared<Laplacian3d<double>>(worldComm(), std::array<GlobalIndex, 3>{6, 5, 4});
}

inline OperatorPtr<double> diagonal(GlobalIndex n, const std::function<double(GlobalIndex)>& value) {
  return std::make_shared<DiagonalOperator<double>>(columnOf(makeMap(n), value));
}

inline InverseOptions<double> with(InverseSolver solver, double tolerance = 1e-12) {
  InverseOptions<double> options;
  options.solver = solver;
  options.tolerance = tolerance;
  return options;
}

/// max ‖b − A x‖/‖b‖ over the columns.
inline double relativeResidual(const Operator<double>& A, const Block& B, const Block& X) {
  Block R(B, Teuchos::Copy);
  A.apply(X, R, Teuchos::NO_TRANS, -1.0, 1.0);
  const auto found = norms(R), scale = norms(B);
  double worst = 0.0;
  for (std::size_t j = 0; j < found.size(); ++j)
    if (!(found[j] <= worst * scale[j])) worst = found[j] / scale[j];
  return worst;
}

/// The text of the OperatorFailure of one application, wherever the library lets it out; "" if there is none.
inline std::string failureOf(const Operator<double>& inverse, const Block& B) {
  Block X(inverse.getRangeMap(), B.getNumVectors());
  try {
    inverse.apply(B, X);
    raiseOperatorFailure(*B.getMap()->getComm(), "test");
  } catch (const OperatorFailure& failure) {
    return failure.what();
  }
  return "";
}

}  // namespace ritz::test
