#pragma once

#include <ritz/solvers/KrylovBasis.hpp>
#include <ritz/solvers/KrylovMap.hpp>
#include <ritz/solvers/PairFinder.hpp>
#include <ritz/solvers/RitzEstimates.hpp>
#include <ritz/solvers/StartShare.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

namespace ritz {

/// The restarted Krylov method over any KrylovBasis and KrylovMap: Ritz values and their estimates as soon as
/// they can be good enough, thick restarts that keep as many as keptAtRestart says. With a `bar` run() also
/// ends, with EstimatesPass, once the best value is known to be no better than that (of those to come, after
/// seekNext); the `farEnd` of the spectrum, of θ and where it is known, saves the steps that have to find it.
template <class S>
class KrylovFinder final : public PairFinder<S> {
 public:
  /// `capacity`: columns of V before a restart. A decomposition that has columns already is gone on with
  /// where it is; `vectorNorms` are of the state that it was made from.
  KrylovFinder(std::shared_ptr<const KrylovMap<S>> map, const EigenOptions& options, Supervisor& supervisor,
               std::unique_ptr<KrylovBasis<S>> decomposition, int capacity, std::optional<Real<S>> bar,
               std::vector<Real<S>> vectorNorms = {}, std::optional<Real<S>> farEnd = std::nullopt);

  RunEnd run(Real<S> slack) override;
  bool seekNext(Real<S> bar) override;
  RitzPairs<S> pairsBehind(int first, int count) override;
  /// Those of pairsBehind.
  MultiVector<S> vectorsBehind(int first, int count) const {
    return bestVectors(first, lastResolved(first, std::min(first + count, available())) - first);
  }
  MultiVector<S> vectors(int count) override { return bestVectors(0, std::min(count, available())); }
  std::shared_ptr<const KrylovMap<S>> map() const override { return map_; }
  std::optional<Real<S>> farEnd() const override { return seenEnd_; }
  bool seesMultiplicity() const override { return false; }
  int available() const override { return ritz_.size(); }
  SolverState<S> state() override;
  double orthogonalizationSeconds() const override { return basis_->orthogonalizationSeconds(); }

  /// False once Ritz values have shown that the map is not what it was meant to be; run() ends with
  /// Exhausted.
  bool isSuited() const { return isSuited_; }
  /// Of the j-th best Ritz pair of the map.
  Real<S> theta(int j) const { return ritz_.theta(j); }
  /// As run() would judge now.
  bool passes(Real<S> slack) {
    look(slack);
    return passes_;
  }
  Real<S> smallestTheta() const { return *std::min_element(ritz_.values().begin(), ritz_.values().end()); }

  /// run() ends with Exhausted, too, once the basis has done so many steps without an answer; it may be
  /// called again.
  void reviewAt(std::optional<long> steps) { review_ = steps; }
  bool isUnderReview() const { return review_ && basis_->steps() >= *review_; }
  long steps() const { return basis_->steps(); }
  int converged() const { return progress_.converged; }

 private:
  int wanted() const { return options_.numPairs + sought_; }
  RunEnd iterate(Real<S> slack);
  bool isDue(bool grew) const;
  void look(Real<S> slack);
  void watchFarEnd();
  Real<S> value(int j) const { return map_->pencilValue(ritz_.theta(j)); }
  Real<S> estimate(int j) const;
  void assess(Real<S> slack);
  long stepsToNextLook(Real<S> slack) const;
  bool excludedByBar() const;
  bool nextIsWorse() const;
  bool floorReached() const;
  std::optional<RunEnd> makeRoom();
  void restart();
  void learnVectorNorms();
  MultiVector<S> bestVectors(int first, int count) const;
  int lastResolved(int first, int last) const;
  RitzPairs<S> pairsOfMap(MultiVector<S> vectors) const;
  MultiVector<S> images(const RitzPairs<S>& ritz, int first) const;

  std::shared_ptr<const KrylovMap<S>> map_;
  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  int sought_ = 0;  ///< pairs behind those, by seekNext
  Which order_;     ///< of θ
  Supervisor& supervisor_;
  std::unique_ptr<KrylovBasis<S>> basis_;
  std::optional<Real<S>> bar_, farEnd_, seenEnd_;
  Real<S> seenBy_ = 0;  ///< the Ritz value that showed seenEnd_
  RitzEstimates<S> ritz_;
  std::optional<StartShare<S>> share_;  ///< of a pair at the bar
  Progress progress_;                   ///< as of the last look
  bool passes_ = false;                 ///< all that is asked for did then
  std::optional<long> review_;
  long nextLook_ = 0;         ///< in steps of the basis
  Real<S> lastCoupling_ = 0;  ///< ‖C‖ then
  std::vector<Real<S>> vectorNorm_;
  bool mayPassAtOnce_, isSuited_ = true;
};

}  // namespace ritz
