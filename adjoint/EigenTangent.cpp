#include <ritz/adjoint/ApplicationAlgebra.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/EigenTangent.hpp>
#include <ritz/adjoint/PairResponse.hpp>
#include <ritz/adjoint/TangentFormula.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

namespace {

template <class S>
MultiVectorPtr<S> derivativeProduct(const OperatorPtr<S>& op, const char* name,
                                    const typename ParametricOperator<S>::Theta* p, const MultiVector<S>& U) {
  if (!p) return nullptr;
  const auto* family = dynamic_cast<const ParametricOperator<S>*>(op.get());
  if (!family)
    throw InvalidOption(
        fmt::format("EigenTangent: asked for a direction in the parameters of {}, which has none; give the "
                    "problem a ParametricOperator, or the products d{} U",
                    name, name));
  auto product = std::make_shared<MultiVector<S>>(U.getMap(), U.getNumVectors(), false);
  family->applyDerivative(*p, U, *product);
  return product;
}

}  // namespace

template <class S>
EigenTangent<S>::EigenTangent(EigenResult<S> result, AdjointOptions options)
    : pairs_(std::make_shared<PairResponse<S>>(std::move(result), options)) {}

template <class S>
EigenTangent<S>::EigenTangent(const EigenAdjoint<S>& adjoint) : pairs_(adjoint.pairs()) {}

template <class S>
const EigenResult<S>& EigenTangent<S>::result() const {
  return *pairs_->result();
}

template <class S>
PencilChange<S> EigenTangent<S>::along(const Theta* a, const Theta* b) const {
  const EigenProblem<S>& problem = result().problem;
  return {derivativeProduct<S>(problem.A, "A", a, *result().vectors),
          derivativeProduct<S>(problem.mass, "B", b, *result().vectors)};
}

template <class S>
void EigenTangent<S>::check(const PencilChange<S>& change) const {
  const auto fits = [this](const MultiVectorPtr<S>& X) {
    return !X || (static_cast<int>(X->getNumVectors()) == pairs_->numPairs() &&
                  X->getMap()->isSameAs(*result().vectors->getMap()));
  };
  pairs_->requireFixedMass(change.BU, "EigenTangent");
  if (fits(change.AU) && fits(change.BU)) return;
  throw SpaceMismatch(
      fmt::format("EigenTangent: asked for the change of {} pairs with {} columns of dA U and {} of dB U; "
                  "give as many, over the map of the vectors in result()",
                  pairs_->numPairs(), change.AU ? change.AU->getNumVectors() : 0,
                  change.BU ? change.BU->getNumVectors() : 0));
}

template <class S>
void EigenTangent<S>::requireClosed() const {
  pairs_->requireFresh();
  if (closed_) return;
  pairs_->clusters().requireAllClosed(pairs_->distanceToRest());
  closed_ = true;
}

template <class S>
Dense<S> EigenTangent<S>::values(const PencilChange<S>& change) const {
  requireClosed();
  check(change);
  const PairClusters<S>& clusters = pairs_->clusters();
  if (pairs_->options().probesCopies && !probed_) {
    if (clusters.hidesCopy(pairs_->distanceToRest())) clusters.raiseCut(clusters.last());
    probed_ = true;
  }
  return TangentFormula<S>(result(), clusters.clusterOf(), change).values();
}

template <class S>
Tangent<S> EigenTangent<S>::operator()(const PencilChange<S>& change, const Tangent<S>* warm) const {
  return push({change}, warm).front();
}

template <class S>
std::vector<Tangent<S>> EigenTangent<S>::operator()(const std::vector<PencilChange<S>>& changes) const {
  return push(changes, nullptr);
}

template <class S>
std::vector<Tangent<S>> EigenTangent<S>::push(const std::vector<PencilChange<S>>& changes,
                                              const Tangent<S>* warm) const {
  requireClosed();
  const std::vector<Real<S>> sizes = columnNorms(*result().vectors);
  const Real<S> size = *std::max_element(sizes.begin(), sizes.end());
  std::vector<TangentFormula<S>> formulas;
  std::vector<MultiVectorPtr<S>> forces;
  std::vector<Real<S>> fixed;
  for (const PencilChange<S>& change : changes) {
    check(change);
    formulas.emplace_back(result(), pairs_->clusters().clusterOf(), change);
    forces.push_back(TangentFormula<S>::force(result(), change));
    fixed.push_back(size * frobenius(formulas.back().mixing()));
  }
  const SylvesterSolution<S> solution = pairs_->solve(forces, fixed, warm ? warm->Z.get() : nullptr);
  const int k = pairs_->numPairs();
  std::vector<Tangent<S>> tangents(changes.size());
  for (std::size_t d = 0; d < changes.size(); ++d) {
    const int group = static_cast<int>(d);
    Tangent<S>& tangent = tangents[d];
    tangent.values = formulas[d].values();
    tangent.Z = std::make_shared<MultiVector<S>>(columns(*solution.X, group * k, k));
    auto vectors = std::make_shared<MultiVector<S>>(*tangent.Z, Teuchos::Copy);
    addToBlock(S(1), *result().vectors, formulas[d].mixing(), *vectors);
    tangent.vectors = vectors;
    tangent.clusters = pairs_->clusters().multiple();
    tangent.errorEstimate = std::hypot(pairs_->pairError(solution), solution.goal.relativeError(group));
    tangent.converged = solution.allReached();
    tangent.applications = solution.applications;
    tangent.iterations = solution.iterations;
  }
  return tangents;
}

template <class S>
std::vector<Real<S>> EigenTangent<S>::slopes(const Dense<S>& values) const {
  for (const Cluster& cluster : pairs_->clusters().multiple())
    pairs_->clusters().requireScalar(cluster, values);
  std::vector<Real<S>> result;
  for (int j = 0; j < values.cols(); ++j) result.push_back(std::real(values(j, j)));
  return result;
}

template <class S>
Real<S> EigenTangent<S>::derivative(const Loss<S>& loss, const Tangent<S>& tangent) const {
  pairs_->requireFresh();
  const Cotangent<S> cotangent = loss.cotangent(result().values, *result().vectors);
  const Dense<S> M = cotangent.vectors ? gram(*result().vectors, *cotangent.vectors) : Dense<S>();
  pairs_->clusters().certify(loss);
  return changeOf(pairs_->clusters().invariantPart(cotangent, M), tangent);
}

RITZ_INSTANTIATE(EigenTangent)

}  // namespace ritz
