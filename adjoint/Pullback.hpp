#pragma once

#include <ritz/adjoint/Clusters.hpp>
#include <ritz/operators/ParametricOperator.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <vector>

namespace ritz {

/// What a cotangent of eigenpairs becomes: two blocks W, Y, n × k, with
///
///     dL = Re⟨W, dA U⟩ − Re⟨Y, dB V⟩,  V = U
///
/// for every change of A and B. Under constraints C, where these change with B, Y and V are n × 2k: V =
/// [U, C CᴴA U]. One more parameter costs one more such product, nothing else.
template <class S>
struct Pullback {
  MultiVectorPtr<S> W, Y;  ///< Y is null where B has no parameters
  MultiVectorPtr<S> U;     ///< the pairs' vectors
  MultiVectorPtr<S> V;     ///< null without constraints: V = U
  MultiVectorPtr<S> X;  ///< the part of W that was solved for (a start for the next one); null: nothing was
  bool certified = false;  ///< a loss was evaluated in other bases, or there is no cluster to be sure about
  std::vector<Cluster> clusters;  ///< those with more than one member, indices from 0
  /// Relative, of W, from the residuals of pairs and solve; a gradient may be off by more.
  Real<S> errorEstimate = 0;
  bool converged = true;      ///< the solve reached what was wanted
  Applications applications;  ///< products of the call that made this (of all its losses together)
  int iterations = 0, numGuards = 0;
  bool usedMinres = false;

  const MultiVector<S>& besideY() const { return V ? *V : *U; }

  using Theta = typename ParametricOperator<S>::Theta;

  /// g += dL/dθ through A(θ), g over the operator's parameter map. Collective.
  void accumulateA(const ParametricOperator<S>& A, Theta& g) const;

  /// g += dL/dθ through B(θ). Throws InvalidOption if Y was not asked for. Collective.
  void accumulateMass(const ParametricOperator<S>& B, Theta& g) const;
};

}  // namespace ritz
