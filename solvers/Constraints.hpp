#pragma once

#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/EigenProblem.hpp>

namespace ritz {

/// The problem on the B-orthogonal complement of problem.constraints: with C, B-orthonormal vectors of their
/// span, and P = I − C CᴴB, A becomes PᴴA P + τ B C CᴴB, which has the constrained pairs and, at a τ out of
/// the way of those asked for, C itself. All methods take it as it is.
template <class S>
class Constraints {
 public:
  /// One product with B for each column, twice. Throws InvalidOption if they hold NaN or leave fewer than
  /// `numPairs` dimensions, NotSupported for an inverse that is no ShiftInverse. Collective.
  Constraints(const EigenProblem<S>& problem, const Which& which, int numPairs);

  const EigenProblem<S>& problem() const { return constrained_; }
  const MultiVector<S>& vectors() const { return *C_; }       ///< C
  const MultiVector<S>& massVectors() const { return *BC_; }  ///< B C
  /// X ← P X. Collective.
  void project(MultiVector<S>& X) const;
  /// "6 constraints", or "6 constraints, 1 of 7 given depends on the others".
  std::string describe() const;

 private:
  void orthonormalize(const EigenProblem<S>& problem);
  Real<S> outOfTheWay(const EigenProblem<S>& problem, const Which& which) const;

  EigenProblem<S> constrained_;
  int given_;
  MultiVectorPtr<S> C_, BC_;
};

}  // namespace ritz
