#pragma once

#include "solvers/Problems.hpp"

#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <vector>

namespace ritz::test {

inline OperatorPtr<double> cubeLaplacian(GlobalIndex size) {
  return std::make_shared<Laplacian3d<double>>(worldComm(), Laplacian3d<double>::Size{size, size, size});
}

/// All eigenvalues of K A, ascending, A positive definite: those of A K A u = λ A u.
inline std::vector<double> preconditionedSpectrum(const OperatorPtr<double>& A,
                                                  const OperatorPtr<double>& K) {
  EigenProblem<double> problem;
  problem.A = makeOperator<double>(A->getDomainMap(),
                                   [A, K](const Block& X, Block& Y) { A->apply(image(K, image(A, X)), Y); });
  problem.mass = A;
  EigenOptions options;
  options.numPairs = static_cast<int>(A->getDomainMap()->getGlobalNumElements());
  options.which = Smallest{};
  options.method = Lapack{};
  return eigsolve<double>(problem, options).values;
}

inline double conditionOf(const std::vector<double>& spectrum) { return spectrum.back() / spectrum.front(); }

}  // namespace ritz::test
