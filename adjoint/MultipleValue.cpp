#include <ritz/adjoint/ClusterBlocks.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/MultipleValue.hpp>
#include <ritz/adjoint/PairResponse.hpp>
#include <ritz/adjoint/PullbackFormula.hpp>
#include <ritz/adjoint/TangentFormula.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace ritz {

namespace {

template <class S>
Cluster clusterOfPair(const EigenAdjoint<S>& adjoint, int pair) {
  const PairResponse<S>& pairs = *adjoint.pairs();
  if (pair < 0 || pair >= pairs.numPairs())
    throw InvalidOption(fmt::format("MultipleValue: asked for the value of pair {} of {}, counted from 0",
                                    pair, pairs.numPairs()));
  Cluster cluster;
  const std::vector<int>& of = pairs.clusters().clusterOf();
  for (int j = 0; j < pairs.numPairs(); ++j)
    if (of[static_cast<std::size_t>(j)] == of[static_cast<std::size_t>(pair)]) cluster.push_back(j);
  if (pairs.clusters().isCut(cluster, pairs.distanceToRest())) pairs.clusters().raiseCut(cluster);
  return cluster;
}

Cluster checked(Cluster members, int numPairs) {
  std::sort(members.begin(), members.end());
  if (members.empty() || members.front() < 0 || members.back() >= numPairs ||
      std::adjacent_find(members.begin(), members.end()) != members.end())
    throw InvalidOption(
        fmt::format("MultipleValue: asked for {} members among {} pairs; name at least one, each once, from "
                    "0 on",
                    members.size(), numPairs));
  return members;
}

}  // namespace

template <class S>
MultipleValue<S>::MultipleValue(const EigenAdjoint<S>& adjoint, int pair)
    : MultipleValue(adjoint, clusterOfPair(adjoint, pair)) {}

template <class S>
MultipleValue<S>::MultipleValue(const EigenAdjoint<S>& adjoint, Cluster members)
    : pairs_(adjoint.pairs()),
      result_(pairs_->result()),
      members_(checked(std::move(members), pairs_->numPairs())),
      clusterOf_(static_cast<std::size_t>(pairs_->numPairs())) {
  std::iota(clusterOf_.begin(), clusterOf_.end(), 0);
  for (const int j : members_) clusterOf_[static_cast<std::size_t>(j)] = members_.front();
}

template <class S>
std::vector<Real<S>> MultipleValue<S>::values() const {
  std::vector<Real<S>> values;
  for (const int j : members_) values.push_back(result_->values[static_cast<std::size_t>(j)]);
  return values;
}

template <class S>
Dense<S> MultipleValue<S>::block(const PencilChange<S>& change) const {
  pairs_->requireFresh();
  pairs_->requireFixedMass(change.BU, "MultipleValue");
  return blockOf(TangentFormula<S>(*result_, clusterOf_, change).values(), members_);
}

template <class S>
ValueSplit<S> MultipleValue<S>::split(const PencilChange<S>& change) const {
  auto eigen = hermitianEigen(block(change));
  auto vectors =
      std::make_shared<MultiVector<S>>(times(pickColumns(*result_->vectors, members_), eigen.vectors));
  return {std::move(eigen.values), std::move(eigen.vectors), vectors};
}

template <class S>
Pullback<S> MultipleValue<S>::pull(const Dense<S>& Y) const {
  pairs_->requireFresh();
  const int m = multiplicity(), k = pairs_->numPairs();
  if (Y.rows() != m || Y.cols() != m)
    throw SpaceMismatch(
        fmt::format("MultipleValue: asked for the subgradient of a {} x {} matrix Y at a "
                    "value of multiplicity {}; give one of that order",
                    Y.rows(), Y.cols(), m));
  Cotangent<S> cotangent{Dense<S>(k, k), nullptr};
  for (int j = 0; j < m; ++j)
    for (int i = 0; i < m; ++i)
      cotangent.values(members_[static_cast<std::size_t>(i)], members_[static_cast<std::size_t>(j)]) =
          Y(i, j);
  Pullback<S> pullback;
  pullback.U = result_->vectors;
  pullback.clusters = pairs_->clusters().multiple();
  PullbackFormula<S>(*result_, clusterOf_, cotangent, Dense<S>())
      .apply(*result_, nullptr, result_->problem.mass != nullptr, pullback);
  if (pairs_->constraints()) pairs_->constraints()->complete(nullptr, pullback);
  return pullback;
}

RITZ_INSTANTIATE(MultipleValue)

}  // namespace ritz
