#pragma once

#include <ritz/adjoint/AdjointOptions.hpp>
#include <ritz/adjoint/ConstraintTerms.hpp>
#include <ritz/adjoint/PairClusters.hpp>
#include <ritz/adjoint/ProjectedSylvester.hpp>

#include <memory>
#include <vector>

namespace ritz {

/// What forward and reverse mode share: pairs whose clusters are closed as the options say, and the projected
/// systems Pᴴ(A X − B X Λ) = F by which they answer to a change.
template <class S>
class PairResponse {
 public:
  /// Keeps the result, or more pairs where k cuts a cluster (OnCluster::Extend). Collective. Throws
  /// InvalidOption (options; pairs missing), GaugeDependent where a cluster does not close.
  PairResponse(EigenResult<S> result, AdjointOptions options);

  const std::shared_ptr<const EigenResult<S>>& result() const { return result_; }
  const AdjointOptions& options() const { return options_; }
  const PairClusters<S>& clusters() const { return *clusters_; }
  int numPairs() const { return static_cast<int>(result_->values.size()); }

  /// Null without constraints.
  const std::shared_ptr<const ConstraintTerms<S>>& constraints() const { return constraints_; }
  /// The result; under constraints that of the problem without them that has the same pairs.
  const EigenResult<S>& freed() const { return *freed_; }
  /// Throws NotSupported, named `asked`, for a change of B under constraints, which move with B.
  void requireFixedMass(const MultiVectorPtr<S>& BU, const char* asked) const;

  /// Made when first asked for, which applies B to U. Collective.
  const ProjectedSylvester<S>& sylvester() const;

  /// Products of all solves so far.
  Applications applications() const;

  /// As ProjectedSylvester::distanceToRest, one solve for each call. Collective.
  typename PairClusters<S>::DistanceToRest distanceToRest() const;

  /// Throws StaleParameters if A or B have changed since the pairs were computed.
  void requireFresh() const;

  /// Under constraints with A and F_g on their complement:
  /// Pᴴ(A X_g − B X_g Λ) = −PᴴF_g for all n × k blocks F_g in one block solve, to the accuracy of the
  /// options: ‖δX_g‖ relative to √(fixed_g² + ‖X_g‖²). Column g·k + j of the solution, and of `warm`, is that
  /// of F_g and pair j; a warm block of another size is not used. Nothing is done for no blocks. Collective.
  /// Throws GaugeDependent if the solve shows that k cuts a cluster, OperatorFailure.
  SylvesterSolution<S> solve(const std::vector<MultiVectorPtr<S>>& blocks, const std::vector<Real<S>>& fixed,
                             const MultiVector<S>* warm) const;

  /// The relative error of the vectors, in the mean: ‖r‖ over the distance to the rest of the spectrum as
  /// far as guards and the solve show it, since Ritz vectors err only in directions outside their span.
  Real<S> pairError(const SylvesterSolution<S>& solution) const;

 private:
  void keep(EigenResult<S> result);
  SolveGoal<S> goalFor(const std::vector<Real<S>>& fixed) const;
  std::vector<Real<S>> distancesToGuards(const std::vector<int>& pairOf) const;

  std::shared_ptr<const EigenResult<S>> result_, freed_;
  std::shared_ptr<const ConstraintTerms<S>> constraints_;
  AdjointOptions options_;
  std::shared_ptr<const PairClusters<S>> clusters_;
  mutable std::shared_ptr<const ProjectedSylvester<S>> sylvester_;
};

}  // namespace ritz
