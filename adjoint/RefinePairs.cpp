#include <ritz/adjoint/ApplicationAlgebra.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/ConstraintTerms.hpp>
#include <ritz/adjoint/CountedPencil.hpp>
#include <ritz/adjoint/ProjectedSylvester.hpp>
#include <ritz/adjoint/RefinePairs.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/PairFinder.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <complex>
#include <numeric>

namespace ritz {

namespace {

/// Columns of C in the order of `which`, each with the phase that brings the new vector near the old one.
template <class S>
Dense<S> ordered(const SmallEigen<S>& small, const std::vector<int>& order, const Dense<S>& overlaps) {
  Dense<S> C(small.vectors.rows(), static_cast<int>(order.size()));
  for (int j = 0; j < C.cols(); ++j) {
    const S* from = small.vectors.column(order[static_cast<std::size_t>(j)]);
    S along(0);  // ⟨u_j, Σ_i x_i c_i⟩_B
    for (int i = 0; i < C.rows(); ++i) along += overlaps(j, i) * from[i];
    const Real<S> size = std::abs(along);
    const S phase = size > 0 ? Teuchos::ScalarTraits<S>::conjugate(along) / size : S(1);
    for (int i = 0; i < C.rows(); ++i) C(i, j) = from[i] * phase;
  }
  return C;
}

template <class S>
void moveGuards(EigenResult<S>& result, const MultiVector<S>& AU, const MultiVector<S>& BU) {
  if (!result.guards.images) return;
  const Dense<S> C = gram(BU, *result.guards.vectors);
  auto vectors = std::make_shared<MultiVector<S>>(*result.guards.vectors, Teuchos::Copy);
  auto images = std::make_shared<MultiVector<S>>(*result.guards.images, Teuchos::Copy);
  addToBlock(S(-1), *result.vectors, C, *vectors);
  addToBlock(S(-1), AU, C, *images);
  result.guards.vectors = vectors;
  result.guards.images = images;
}

template <class S>
void setResiduals(EigenResult<S>& result, const MultiVector<S>& AU, const MultiVector<S>& BU) {
  const auto norms = columnNorms(residualOf(AU, BU, result.values)), sizes = columnNorms(*result.vectors);
  for (std::size_t j = 0; j < norms.size(); ++j) {
    result.residuals[j] = norms[j] / sizes[j];
    if (!result.problem.mass) result.errorBounds[j] = std::min(result.errorBounds[j], result.residuals[j]);
  }
}

}  // namespace

template <class S>
EigenResult<S> refinePairs(const EigenResult<S>& given, double tolerance, SylvesterOptions options) {
  if (!given.vectors || given.values.empty())
    throw InvalidOption("refinePairs: the result holds no pairs; solve first");
  if (!(tolerance > 0 && tolerance < 1))
    throw InvalidOption(
        fmt::format("refinePairs: asked for a tolerance of {}; it must be in (0, 1)", tolerance));
  if (given.problem.constraints) {
    EigenResult<S> result = refinePairs(ConstraintTerms<S>(given).freed(given), tolerance, options);
    result.problem = given.problem;
    return result;
  }
  const CountedPencil<S> pencil(given.problem);
  const ProjectedSylvester<S> sylvester(given, options);
  const int k = static_cast<int>(given.values.size());
  MultiVector<S> R = residualOf(pencil.applyA(*given.vectors), sylvester.massVectors(), given.values);
  R.scale(S(-1));
  SolveGoal<S> goal;  // each column is a whole of its own: a loss may see one pair alone
  goal.error = static_cast<Real<S>>(tolerance);
  goal.fixedSquare.assign(static_cast<std::size_t>(k), Real<S>(0));
  std::vector<int> pairOf(static_cast<std::size_t>(k));
  std::iota(pairOf.begin(), pairOf.end(), 0);
  goal.group = pairOf;
  MultiVector<S> X(*sylvester.solve(R, pairOf, goal).X, Teuchos::Copy);
  X.update(S(1), *given.vectors, S(1));

  const MultiVector<S> AX = pencil.applyA(X), BX = pencil.applyB(X);
  const auto small = pencilEigen(gram(X, AX), gram(X, BX));
  if (!small) return given;  // the correction has destroyed the basis: it was no correction
  const Dense<S> C =
      ordered(*small, sortedIndices(small->values, given.options.which), gram(sylvester.massVectors(), X));
  EigenResult<S> result = given;
  const MultiVector<S> AU = times(AX, C), BU = times(BX, C);
  result.vectors = std::make_shared<MultiVector<S>>(times(X, C));
  const auto order = sortedIndices(small->values, given.options.which);
  for (std::size_t j = 0; j < order.size(); ++j)
    result.values[j] = small->values[static_cast<std::size_t>(order[j])];
  setResiduals(result, AU, BU);
  moveGuards(result, AU, BU);
  result.applications = plus(plus(result.applications, sylvester.applications()), pencil.applications());
  return result;
}

#define RITZ_REFINE_PAIRS(S) \
  template EigenResult<S> refinePairs<S>(const EigenResult<S>&, double, SylvesterOptions);
RITZ_FOR_EACH_SCALAR(RITZ_REFINE_PAIRS)

}  // namespace ritz
