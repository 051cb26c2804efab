#pragma once

#include <ritz/adjoint/SolveGoal.hpp>
#include <ritz/adjoint/SylvesterOptions.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <memory>
#include <vector>

namespace ritz {

template <class S>
class ProjectedPencil;

/// The columns' solutions and what they cost.
template <class S>
struct SylvesterSolution {
  MultiVectorPtr<S> X;
  std::vector<int> pairOf;  ///< of each column
  SolveGoal<S> goal;        ///< with what was reached
  int iterations = 0;
  bool usedMinres = false;
  Applications applications;  ///< of this solve alone
  bool allReached() const;
  /// Smallest estimated |eigenvalue| of Pᴴ(A − λ_j B)P over the columns of this pair; +∞ if none.
  Real<S> curvature(int pair) const;
};

/// Solves Pᴴ (A X − B X Λ) = F, X = P X, P = I − U UᴴB, for any number of columns at once, each with the
/// shift of one of the pairs: conjugate gradients where the pencil is definite on the complement of U (both
/// ends of the spectrum), minimal residuals otherwise and after negative curvature.
template <class S>
class ProjectedSylvester {
 public:
  /// Keeps the operators of the result alive. Applies B to U and the guards. Collective.
  explicit ProjectedSylvester(const EigenResult<S>& result, SylvesterOptions options = {});
  ~ProjectedSylvester();

  /// Column c of F (used as PᴴF) belongs to pair pairOf[c]. `goal` says what is enough (group and fixedSquare
  /// filled; the rest is filled here). `start`, if given, is a first guess and costs one product per column.
  /// Collective. Throws OperatorFailure, also for NaN and Inf in F.
  SylvesterSolution<S> solve(const MultiVector<S>& F, const std::vector<int>& pairOf, SolveGoal<S> goal,
                             const MultiVector<S>* start = nullptr) const;

  /// X ← P X, returns F − (A X − B X Λ). One product per column. Collective. Throws OperatorFailure.
  MultiVector<S> residual(const MultiVector<S>& F, const std::vector<int>& pairOf, MultiVector<S>& X) const;

  /// An upper bound, sharp where it is small, on the distance from the value of `pair` to those not among the
  /// pairs, in units of the eigenvalues: one solve with a hash vector. Collective.
  Real<S> distanceToRest(int pair) const;

  const MultiVector<S>& massVectors() const;  ///< B U
  int numGuards() const;
  Applications applications() const;  ///< all so far

 private:
  void refineByMinres(const MultiVector<S>& rhs, const std::vector<int>& pairOf,
                      const std::vector<int>& columns, SylvesterSolution<S>& solution,
                      MultiVector<S>& Y) const;

  std::unique_ptr<ProjectedPencil<S>> pencil_;
  SylvesterOptions options_;
  std::uint64_t seed_;
  Real<S> normB_;
  bool definite_;
  int maxIterations_;
};

}  // namespace ritz
