#pragma once

#include <ritz/adjoint/AdjointErrors.hpp>
#include <ritz/adjoint/Cotangent.hpp>
#include <ritz/adjoint/Loss.hpp>
#include <ritz/adjoint/ProjectedSylvester.hpp>
#include <ritz/adjoint/Pullback.hpp>

#include <memory>
#include <vector>

namespace ritz {

/// What to do where a cluster of equal values stands in the way of a derivative.
enum class OnCluster {
  Raise,   ///< throw GaugeDependent
  Extend,  ///< where k cuts a cluster, compute the pairs that close it; raise for the rest
  Project  ///< take the part of the cotangent that does not depend on the basis; raise where k cuts a cluster
};

struct AdjointOptions {
  /// Wanted relative error of W, as far as the solves go: ‖δX‖ ≤ gradientTolerance·‖W‖. In (0, 1).
  double gradientTolerance = 1e-6;
  /// If positive: solve each column until ‖r‖ ≤ solveTolerance·‖b‖ instead.
  double solveTolerance = 0.0;
  OnCluster onCluster = OnCluster::Raise;
  double clusterFactor = 1e-8;  ///< values are one cluster with gaps ≤ max(this·max|θ|, error bounds), ≥ 0
  double gaugeTolerance = 1e-7;  ///< relative defect of a loss in a cluster that passes, > 0
  bool wantsMass = false;        ///< Y even though the problem's B is no ParametricOperator
  SylvesterOptions solve{};
};

/// Throws InvalidOption for anything out of range.
void validate(const AdjointOptions& options);

/// The reverse mode of eigsolve: from how a loss changes with the pairs to how it changes with A and B.
///
///     ritz::EigenAdjoint<double> adjoint(modes);
///     const auto pullback = adjoint(loss);            // or adjoint(cotangent)
///     pullback.accumulateA(*stiffness, gradient);
///
/// A loss of values alone costs nothing; one with vectors a block solve Pᴴ(A X − B X Λ) = −PᴴŪ. With M = UᴴŪ
/// = S + K, S Hermitian, K anti-Hermitian, and F_ij = 1/(λ_j − λ_i) between clusters, 0 inside,
///
///     W = U Λ̄ + X + U (F∘K),   Y = (U Λ̄ + X) Λ + U (F∘K∘H) + ½ U S,   H_ij = ½ (λ_i + λ_j).
template <class S>
class EigenAdjoint {
 public:
  /// Keeps the result. Applies B to U. Collective. Throws InvalidOption (options; pairs missing).
  explicit EigenAdjoint(EigenResult<S> result, AdjointOptions options = {});

  /// Checks what is necessary for a derivative, then pulls back; `warm` is an earlier pullback of a similar
  /// cotangent. Collective. Throws GaugeDependent, StaleParameters, SpaceMismatch, OperatorFailure.
  Pullback<S> operator()(const Cotangent<S>& cotangent, const Pullback<S>* warm = nullptr) const;

  /// Several losses in one block solve.
  std::vector<Pullback<S>> operator()(const std::vector<Cotangent<S>>& cotangents) const;

  /// The same for a loss, which is evaluated in other bases of each cluster: the pullback is certified.
  Pullback<S> operator()(const Loss<S>& loss, const Pullback<S>* warm = nullptr) const;

  /// The pairs: those given, or more where a cluster had to be closed (OnCluster::Extend).
  const EigenResult<S>& result() const { return result_; }
  /// With more than one member.
  std::vector<Cluster> clusters() const;

 private:
  std::vector<Pullback<S>> pull(const std::vector<Cotangent<S>>& cotangents, const Pullback<S>* warm) const;
  Cotangent<S> checked(const Cotangent<S>& cotangent) const;
  void requireFresh() const;
  bool touches(const Cluster& cluster, const Cotangent<S>& cotangent) const;
  bool cutByK(const Cluster& cluster) const;
  void requireClosed(const Cotangent<S>& cotangent) const;
  [[noreturn]] void raiseCut(const Cluster& cluster) const;
  const ProjectedSylvester<S>& sylvester() const;
  SylvesterSolution<S> solve(const std::vector<Cotangent<S>>& cotangents, const std::vector<int>& withVectors,
                             const std::vector<Dense<S>>& M, const Pullback<S>* warm) const;
  Dense<S> overlap(const Cotangent<S>& cotangent) const;
  Dense<S> maskedValues(const Cotangent<S>& cotangent) const;
  Dense<S> overGaps(const Dense<S>& M) const;
  void assemble(const Cotangent<S>& cotangent, const Dense<S>& M, const MultiVector<S>* X,
                Pullback<S>& pullback) const;
  Real<S> pairError(const SylvesterSolution<S>* solution, const std::vector<int>& pairOf) const;

  EigenResult<S> result_;
  AdjointOptions options_;
  std::vector<Cluster> clusters_;
  std::vector<int> clusterOf_;
  mutable std::shared_ptr<const ProjectedSylvester<S>> sylvester_;
};

}  // namespace ritz
