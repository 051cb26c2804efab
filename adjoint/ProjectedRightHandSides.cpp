#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/ProjectedRightHandSides.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

/// Columns of which a projection has left nothing but rounding become 0: their directions mean nothing.
template <class S>
void dropRounding(const std::vector<Real<S>>& whole, std::vector<Real<S>>& norms, MultiVector<S>& b) {
  for (std::size_t j = 0; j < norms.size(); ++j) {
    if (norms[j] > 100 * std::numeric_limits<Real<S>>::epsilon() * whole[j]) continue;
    b.getVectorNonConst(j)->putScalar(S(0));
    norms[j] = 0;
  }
}

/// The norms are the same on every rank, and so is the verdict.
template <class R>
void requireNumbers(const std::vector<R>& norms) {
  const auto bad = std::find_if_not(norms.begin(), norms.end(), [](R norm) { return std::isfinite(norm); });
  if (bad == norms.end()) return;
  throw OperatorFailure(fmt::format(
      "adjoint: asked to solve for {} right-hand sides, found NaN, Inf or an overflow in number {}; look at "
      "what they are made of, the cotangents of the loss or the products with dA and dB, at these parameters",
      norms.size(), bad - norms.begin() + 1));
}

}  // namespace

template <class S>
MultiVector<S> projectedRightHandSides(const ProjectedPencil<S>& pencil, const MultiVector<S>& F,
                                       const std::vector<int>& pairOf, SolveGoal<S>& goal) {
  MultiVector<S> b(F, Teuchos::Copy);
  std::vector<Real<S>> signs;
  for (const int pair : pairOf) signs.push_back(pencil.sign(pair));
  scaleColumns(b, signs);
  const std::vector<Real<S>> whole = columnNorms(b);
  requireNumbers(whole);
  pencil.projectDual(b);
  goal.rhs = columnNorms(b);
  dropRounding(whole, goal.rhs, b);
  goal.operatorNorm.clear();
  for (const int pair : pairOf) goal.operatorNorm.push_back(pencil.norm(pair));
  goal.prepare(static_cast<int>(pairOf.size()));
  return b;
}

#define RITZ_PROJECTED_RIGHT_HAND_SIDES(S)                                                             \
  template MultiVector<S> projectedRightHandSides<S>(const ProjectedPencil<S>&, const MultiVector<S>&, \
                                                     const std::vector<int>&, SolveGoal<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_PROJECTED_RIGHT_HAND_SIDES)

}  // namespace ritz
