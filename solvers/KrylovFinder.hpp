#pragma once

#include <ritz/solvers/KrylovBasis.hpp>
#include <ritz/solvers/KrylovMap.hpp>
#include <ritz/solvers/PairFinder.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

namespace ritz {

/// The restarted Krylov method over any KrylovBasis and KrylovMap: Ritz values and their estimates after
/// every step, thick restarts that keep as many as keptAtRestart says. With a `bar` run() also
/// ends, with EstimatesPass, once the best value is known to be no better than that; the `farEnd` of the
/// spectrum, of θ and where it is known, saves the steps that have to find it.
template <class S>
class KrylovFinder final : public PairFinder<S> {
 public:
  /// `capacity`: columns of V before a restart. A decomposition that has columns already is gone on with
  /// where it is; `vectorNorms` are of the state that it was made from.
  KrylovFinder(std::shared_ptr<const KrylovMap<S>> map, const EigenOptions& options, Supervisor& supervisor,
               std::unique_ptr<KrylovBasis<S>> decomposition, int capacity, std::optional<Real<S>> bar,
               std::vector<Real<S>> vectorNorms = {}, std::optional<Real<S>> farEnd = std::nullopt);

  RunEnd run(Real<S> slack) override;
  RitzPairs<S> pairsBehind(int first, int count) override;
  MultiVector<S> vectors(int count) override { return bestVectors(0, std::min(count, available())); }
  std::shared_ptr<const KrylovMap<S>> map() const override { return map_; }
  std::optional<Real<S>> farEnd() const override { return seenEnd_; }
  bool seesMultiplicity() const override { return false; }
  int available() const override { return static_cast<int>(ranking_.size()); }
  SolverState<S> state() override;
  double orthogonalizationSeconds() const override { return basis_->orthogonalizationSeconds(); }

  /// False once Ritz values have shown that the map is not what it was meant to be; run() ends with
  /// Exhausted.
  bool isSuited() const { return isSuited_; }
  Real<S> smallestTheta() const { return small_.values.front(); }
  /// Of the j-th best Ritz pair of the map.
  Real<S> theta(int j) const;
  /// As run() would judge now.
  bool passes(Real<S> slack) const { return assess(slack).passes; }

 private:
  struct Assessment {
    Progress progress;
    bool passes = false;
  };

  std::optional<RunEnd> makeRoom(const Assessment& now);
  void analyse();
  void watchFarEnd();
  Real<S> value(int j) const { return map_->pencilValue(theta(j)); }
  Real<S> couplingNorm(int j) const;
  Real<S> estimate(int j) const;
  Assessment assess(Real<S> slack) const;
  bool excludedByBar() const;
  bool floorReached(const Assessment& now) const;
  void restart(int converged);
  void learnVectorNorms();
  Dense<S> wantedVectors(int first, int count) const;
  Dense<S> wantedCouplings(int first, int count) const;
  MultiVector<S> bestVectors(int first, int count) const;
  RitzPairs<S> measured(MultiVector<S> vectors) const;
  MultiVector<S> images(const RitzPairs<S>& ritz, int first) const;
  RunEnd exhausted(std::string because);

  std::shared_ptr<const KrylovMap<S>> map_;
  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  Which order_;  ///< of θ
  Supervisor& supervisor_;
  std::unique_ptr<KrylovBasis<S>> basis_;
  std::optional<Real<S>> bar_, farEnd_, seenEnd_;
  Real<S> seenBy_ = 0;  ///< the Ritz value that showed seenEnd_
  SmallEigen<S> small_;
  std::vector<int> ranking_;
  Dense<S> coupling_;  ///< C times the eigenvectors of T
  std::vector<Real<S>> vectorNorm_;
  bool isFromElsewhere_, isSuited_ = true;
};

}  // namespace ritz
