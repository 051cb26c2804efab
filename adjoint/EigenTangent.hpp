#pragma once

#include <ritz/adjoint/AdjointErrors.hpp>
#include <ritz/adjoint/AdjointOptions.hpp>
#include <ritz/adjoint/Loss.hpp>
#include <ritz/adjoint/Tangent.hpp>
#include <ritz/operators/ParametricOperator.hpp>

#include <memory>
#include <vector>

namespace ritz {

template <class S>
class EigenAdjoint;
template <class S>
class PairResponse;

/// The forward mode of eigsolve: from a change of A and B to how the pairs move.
///
///     ritz::EigenTangent<double> tangent(modes);
///     const auto moved = tangent(tangent.along(&p));   // or tangent({dAU, dBU})
///     moved.values, moved.vectors;                     // dΛ, dU
///
/// dΛ costs one column at most for all directions (AdjointOptions::probesCopies); dU one block solve
/// Pᴴ(A Z − B Z Λ) = −Pᴴ(dA U − dB U Λ) for the directions of a call together. It is the transpose of
/// EigenAdjoint: ⟨J p, (Λ̄, Ū)⟩ = ⟨p, Jᵀ(Λ̄, Ū)⟩. What becomes of Z stands in TangentFormula. Source: J.
/// Magnus, "On differentiating eigenvalues and eigenvectors" (1985).
template <class S>
class EigenTangent {
 public:
  using Theta = typename ParametricOperator<S>::Theta;

  /// Keeps the result; AdjointOptions::gradientTolerance is the relative error of dU. Applies B to U.
  /// Collective. Throws InvalidOption (options; pairs missing).
  explicit EigenTangent(EigenResult<S> result, AdjointOptions options = {});

  /// The same pairs, options and projected systems as the adjoint's.
  explicit EigenTangent(const EigenAdjoint<S>& adjoint);

  /// The change (∂A/∂θ·a) U, (∂B/∂θ·b) U for directions over the operators' parameter maps; null: none.
  /// One derivative product for each. Collective. Throws InvalidOption if an operator has no parameters.
  PencilChange<S> along(const Theta* a, const Theta* b = nullptr) const;

  /// dΛ alone. Collective. Throws as operator() does.
  Dense<S> values(const PencilChange<S>& change) const;

  /// dΛ and dU; `warm` is an earlier tangent along a similar direction. Collective. Throws GaugeDependent if
  /// k cuts a cluster, StaleParameters, SpaceMismatch, OperatorFailure.
  Tangent<S> operator()(const PencilChange<S>& change, const Tangent<S>* warm = nullptr) const;

  /// Several directions in one block solve.
  std::vector<Tangent<S>> operator()(const std::vector<PencilChange<S>>& changes) const;

  /// dλ_j of each pair. Throws GaugeDependent where the members of a cluster move apart along this direction:
  /// then only the sorted one-sided derivatives exist, the eigenvalues of dΛ's block.
  std::vector<Real<S>> slopes(const Dense<S>& values) const;

  /// dL, after L was evaluated in other bases of each cluster. Collective. Throws GaugeDependent where it has
  /// no derivative.
  Real<S> derivative(const Loss<S>& loss, const Tangent<S>& tangent) const;

  /// The pairs: those given, or more where a cluster had to be closed (OnCluster::Extend).
  const EigenResult<S>& result() const;

 private:
  void check(const PencilChange<S>& change) const;
  void requireClosed() const;
  std::vector<Tangent<S>> push(const std::vector<PencilChange<S>>& changes, const Tangent<S>* warm) const;

  std::shared_ptr<const PairResponse<S>> pairs_;
  mutable bool closed_ = false, probed_ = false;  // what costs a solve to find out stays known
};

}  // namespace ritz
