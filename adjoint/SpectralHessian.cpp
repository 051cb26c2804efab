#include <ritz/adjoint/ApplicationAlgebra.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/PairResponse.hpp>
#include <ritz/adjoint/PullbackTangent.hpp>
#include <ritz/adjoint/SpectralHessian.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <algorithm>
#include <utility>

namespace ritz {

template <class S>
SpectralHessian<S>::SpectralHessian(ParametricProblem<S> problem, EigenAdjoint<S> adjoint,
                                    std::shared_ptr<const Loss<S>> loss, const Pullback<S>* pullback)
    : LinearOperator<Real<S>>(problem.parameterMap(), problem.parameterMap()),
      problem_(std::move(problem)),
      adjoint_(std::move(adjoint)),
      tangent_(adjoint_),
      loss_(std::move(loss)),
      pullback_(pullback ? *pullback : adjoint_(*loss_)) {
  requireDerivative();
  const EigenResult<S>& pairs = adjoint_.result();
  adjoint_.pairs()->requireFixedMass(pullback_.Y, "SpectralHessian");
  second_ = std::make_unique<PullbackTangent<S>>(*adjoint_.pairs(),
                                                 loss_->cotangent(pairs.values, *pairs.vectors), pullback_.X);
}

template <class S>
SpectralHessian<S>::~SpectralHessian() = default;

/// OnCluster::Project lets through what is no gradient, and has no derivative of its own.
template <class S>
void SpectralHessian<S>::requireDerivative() const {
  const PairClusters<S>& clusters = adjoint_.pairs()->clusters();
  if (pullback_.certified || clusters.certify(*loss_)) return;
  GaugeDependent::Finding finding;
  finding.cluster = clusters.multiple().front();
  for (const int pair : finding.cluster)
    finding.values.push_back(static_cast<double>(adjoint_.result().values[static_cast<std::size_t>(pair)]));
  throw GaugeDependent(
      "SpectralHessian: asked for second derivatives of a loss that depends on the basis of equal values; "
      "what OnCluster::Project leaves of its gradient has none. Take a loss that treats equal values alike, "
      "or the gradient alone",
      finding);
}

template <class S>
typename SpectralHessian<S>::Theta SpectralHessian<S>::gradient() const {
  Theta g(problem_.parameterMap());
  problem_.accumulate(pullback_, g);
  return g;
}

/// X₁ of each force, in one block solve.
template <class S>
std::vector<MultiVectorPtr<S>> SpectralHessian<S>::solutions(
    const std::vector<MultiVectorPtr<S>>& forces) const {
  const PairResponse<S>& pairs = *adjoint_.pairs();
  const std::vector<Real<S>> fixed(forces.size(), Real<S>(0));
  const SylvesterSolution<S> solution = pairs.solve(forces, fixed, nullptr);
  applications_ = plus(applications_, solution.applications);
  std::vector<MultiVectorPtr<S>> result;
  for (std::size_t d = 0; d < forces.size(); ++d)
    result.push_back(std::make_shared<MultiVector<S>>(
        columns(*solution.X, static_cast<int>(d) * pairs.numPairs(), pairs.numPairs())));
  return result;
}

template <class S>
void SpectralHessian<S>::applyImpl(const Block& P, Block& G) const {
  const EigenResult<S>& pairs = adjoint_.result();
  const std::size_t m = P.getNumVectors();
  std::vector<PencilChange<S>> changes;
  for (std::size_t d = 0; d < m; ++d) changes.push_back(problem_.along(*P.getVector(d), *pairs.vectors));
  const std::vector<Tangent<S>> tangents = tangent_(changes);
  if (m > 0) applications_ = plus(applications_, tangents.front().applications);
  std::vector<SecondMove<S>> moves;
  std::vector<MultiVectorPtr<S>> forces, X1(m);
  for (std::size_t d = 0; d < m; ++d) {
    SecondMove<S> move{
        tangents[d], loss_->tangent(pairs.values, *pairs.vectors, tangents[d]), changes[d], {}};
    if (pullback_.X) {
      move.onX = problem_.along(*P.getVector(d), *pullback_.X);
      forces.push_back(second_->force(move));
    }
    moves.push_back(std::move(move));
  }
  if (!forces.empty()) X1 = solutions(forces);
  G.putScalar(Real<S>(0));
  for (std::size_t d = 0; d < m; ++d) {
    Theta g(problem_.parameterMap());
    problem_.accumulate((*second_)(moves[d], X1[d].get(), pullback_.Y != nullptr), g);
    Pullback<S> across = pullback_;
    across.U = tangents[d].vectors;
    problem_.accumulate(across, g);
    problem_.accumulateSecond(*P.getVector(d), pullback_, g);
    G.getVectorNonConst(d)->update(Real<S>(1), g, Real<S>(1));
  }
}

RITZ_INSTANTIATE(SpectralHessian)

}  // namespace ritz
