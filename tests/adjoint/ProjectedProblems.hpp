#pragma once

#include "solvers/Problems.hpp"

#include <ritz/adjoint/SolveGoal.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <vector>

/// Pairs whose projected systems are solved, and residuals of these.
namespace ritz::test {

/// D C D u = λ D² u has the values of C.
inline EigenProblem<double> generalized(const MapPtr& map, const OperatorPtr<double>& C) {
  const auto weight = [](GlobalIndex g) { return 1.0 + 0.25 * static_cast<double>(g % 4); };
  const auto D = diagonalOperator(map, weight);
  const auto A = makeOperator<double>(map, [C, D](const Block& X, Block& Y) {
    Block DX(X, Teuchos::Copy), CDX(X, Teuchos::Copy);
    D->apply(X, DX);
    C->apply(DX, CDX);
    D->apply(CDX, Y);
  });
  return {A, diagonalOperator(map, [=](GlobalIndex g) { return weight(g) * weight(g); })};
}

inline EigenResult<double> solved(const EigenProblem<double>& problem, Which which, Method method,
                                  int k = 3) {
  EigenOptions options;
  options.numPairs = k;
  options.which = which;
  options.method = method;
  options.tolerance = 1e-12;
  auto result = eigsolve<double>(problem, options);
  result.requireConverged();
  return result;
}

inline SolveGoal<double> residualGoal(int columns, double tolerance) {
  SolveGoal<double> goal;
  goal.residual = tolerance;
  goal.group.assign(static_cast<std::size_t>(columns), 0);
  goal.fixedSquare = {0};
  return goal;
}

/// ‖Pᴴ(A x − λ B x − f)‖/‖Pᴴf‖ of each column.
inline std::vector<double> residuals(const EigenResult<double>& result, const Block& F, const Block& X,
                                     const std::vector<int>& pairOf) {
  const Block &U = *result.vectors, BU = image(result.problem.mass, U), BX = image(result.problem.mass, X);
  Block R = image(result.problem.A, X), F0(F, Teuchos::Copy);
  for (std::size_t c = 0; c < pairOf.size(); ++c)
    R.getVectorNonConst(c)->update(-result.values[static_cast<std::size_t>(pairOf[c])], *BX.getVector(c),
                                   1.0);
  R.update(-1.0, F, 1.0);
  for (Block* Z : {&R, &F0})
    for (std::size_t c = 0; c < pairOf.size(); ++c)
      for (std::size_t j = 0; j < U.getNumVectors(); ++j)
        Z->getVectorNonConst(c)->update(-U.getVector(j)->dot(*Z->getVector(c)), *BU.getVector(j), 1.0);
  std::vector<double> quotients = norms(R);
  const std::vector<double> whole = norms(F0);
  for (std::size_t c = 0; c < quotients.size(); ++c) quotients[c] /= whole[c];
  return quotients;
}

inline double spectrum(GlobalIndex g) {
  return 1.0 + 0.5 * static_cast<double>(g) + 0.01 * static_cast<double>(g * g);
}

}  // namespace ritz::test
