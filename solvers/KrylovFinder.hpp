#pragma once

#include <ritz/solvers/KrylovBasis.hpp>
#include <ritz/solvers/PairFinder.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <memory>
#include <optional>
#include <string>

namespace ritz {

/// The restarted Krylov method over any KrylovBasis: Ritz values and their estimates after every step, thick
/// restarts that keep the converged pairs and half of the rest. With a `bar` run() also ends, with
/// EstimatesPass, once the best value is known to be no better than that.
template <class S>
class KrylovFinder final : public PairFinder<S> {
 public:
  /// `capacity`: columns of V before a restart. A decomposition that has columns already is gone on with
  /// where it is; `vectorNorms` are of the state that it was made from.
  KrylovFinder(const Pencil<S>& pencil, const EigenOptions& options, Supervisor& supervisor,
               std::unique_ptr<KrylovBasis<S>> decomposition, int capacity, std::optional<Real<S>> bar,
               std::vector<Real<S>> vectorNorms = {});

  RunEnd run(Real<S> slack) override;
  RitzPairs<S> pairs(int count) override;
  bool seesMultiplicity() const override { return false; }
  int available() const override { return static_cast<int>(order_.size()); }
  SolverState<S> state() override;
  double orthogonalizationSeconds() const override { return basis_->orthogonalizationSeconds(); }

 private:
  struct Assessment {
    Progress progress;
    bool passes = false;
  };

  std::optional<RunEnd> makeRoom(const Assessment& now);
  void analyse();
  Real<S> value(int j) const;
  Real<S> couplingNorm(int j) const;
  Real<S> estimate(int j) const;
  Assessment assess(Real<S> slack) const;
  bool excludedByBar() const;
  bool floorReached(const Assessment& now) const;
  void restart(int converged);
  void learnVectorNorms();
  Dense<S> leadingVectors(int count) const;
  MultiVector<S> images(const RitzPairs<S>& ritz) const;
  RunEnd exhausted(std::string why);

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  Supervisor& supervisor_;
  std::unique_ptr<KrylovBasis<S>> basis_;
  std::optional<Real<S>> bar_;
  SmallEigen<S> small_;
  std::vector<int> order_;
  Dense<S> coupling_;  ///< C times the eigenvectors of T
  std::vector<Real<S>> vectorNorm_;
};

}  // namespace ritz
