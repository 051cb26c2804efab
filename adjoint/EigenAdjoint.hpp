#pragma once

#include <ritz/adjoint/AdjointErrors.hpp>
#include <ritz/adjoint/AdjointOptions.hpp>
#include <ritz/adjoint/Clusters.hpp>
#include <ritz/adjoint/Cotangent.hpp>
#include <ritz/adjoint/Loss.hpp>
#include <ritz/adjoint/Pullback.hpp>

#include <memory>
#include <vector>

namespace ritz {

template <class S>
class GradientCorrection;
template <class S>
class PairResponse;
template <class S>
struct SylvesterSolution;
template <class S>
class PullbackFormula;

/// The reverse mode of eigsolve: from how a loss changes with the pairs to how it changes with A and B.
///
///     ritz::EigenAdjoint<double> adjoint(modes);
///     const auto pullback = adjoint(loss);            // or adjoint(cotangent)
///     pullback.accumulateA(*stiffness, gradient);
///
/// A loss of values alone costs one column at most (AdjointOptions::probesCopies); one with vectors a block
/// solve Pᴴ(A X − B X Λ) = −PᴴŪ. What becomes of X stands in PullbackFormula.
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

  /// What the errors of the pairs and of the solve behind `pullback` (of this loss, from this object) change
  /// in gradients, to the relative accuracy correctionTolerance: with g and dg from both,
  ///
  ///     pullback.accumulateA(*stiffness, g);
  ///     adjoint.correction(loss, pullback).accumulateA(*stiffness, dg);
  ///
  /// ‖dg‖/‖g‖ estimates the relative error of g, and g + dg is the better gradient. Costs two solves to that
  /// accuracy (the pairs' once for all losses) and 3k products with A. Collective. Throws StaleParameters,
  /// SpaceMismatch, OperatorFailure.
  Pullback<S> correction(const Loss<S>& loss, const Pullback<S>& pullback) const;

  /// The same for a cotangent, which is taken for that of the corrected vectors, too: what it would change
  /// from one to the other (the second derivatives of the loss) stays unseen. Collective.
  Pullback<S> correction(const Cotangent<S>& cotangent, const Pullback<S>& pullback) const;

  /// The pairs: those given, or more where a cluster had to be closed (OnCluster::Extend).
  const EigenResult<S>& result() const;
  /// With more than one member.
  std::vector<Cluster> clusters() const;
  /// What a forward mode of the same pairs may share (EigenTangent).
  const std::shared_ptr<const PairResponse<S>>& pairs() const { return pairs_; }

 private:
  const GradientCorrection<S>& corrector(const Pullback<S>& pullback) const;
  std::vector<Pullback<S>> pull(const std::vector<Cotangent<S>>& cotangents, const Pullback<S>* warm) const;
  SylvesterSolution<S> solve(const std::vector<Cotangent<S>>& cotangents,
                             const std::vector<PullbackFormula<S>>& formulas, const Pullback<S>* warm) const;
  void assemble(const PullbackFormula<S>& formula, const SylvesterSolution<S>& solution, int group,
                Pullback<S>& pullback) const;

  std::shared_ptr<const PairResponse<S>> pairs_;
  mutable std::shared_ptr<const GradientCorrection<S>> corrector_;
};

}  // namespace ritz
