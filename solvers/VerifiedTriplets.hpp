#pragma once

#include <ritz/solvers/OperatorPair.hpp>
#include <ritz/solvers/SvdOptions.hpp>

#include <vector>

namespace ritz {

using SvdWhich = decltype(SvdOptions::which);

/// Triplets of A′ whose residuals were computed from fresh products.
template <class S>
struct VerifiedTriplets {
  std::vector<Real<S>> values;            ///< σ′, best first
  MultiVector<S> U, V;                    ///< orthonormal
  MultiVector<S> AV, AU;                  ///< A′V, A′ᴴU
  std::vector<Real<S>> leftResiduals{};   ///< ‖A′v − σ′u‖
  std::vector<Real<S>> rightResiduals{};  ///< ‖A′ᴴu − σ′v‖
  std::vector<bool> converged{};
  Real<S> worst = 0;  ///< largest residual of both kinds together, in units of what the tolerance allows

  int size() const { return static_cast<int>(values.size()); }
  int numConverged() const;
};

/// Both residuals together.
template <class S>
Real<S> residualOf(const VerifiedTriplets<S>& triplets, int index);

/// Products of orthonormal candidates with A′ and A′ᴴ (one column each), Rayleigh-Ritz in both spans,
/// residuals. Collective.
template <class S>
VerifiedTriplets<S> verify(const OperatorPair<S>& pair, MultiVector<S> U, MultiVector<S> V,
                           const SvdWhich& which, double tolerance);

/// The same for two verified sets that are orthogonal to each other, without new products; keeps the best
/// `count`. Collective.
template <class S>
VerifiedTriplets<S> merge(const OperatorPair<S>& pair, const VerifiedTriplets<S>& first,
                          const VerifiedTriplets<S>& second, const SvdWhich& which, double tolerance,
                          int count);

/// For each a bound on |σ′ − σ| for some singular value σ of A′: with δ = (‖r‖² + ‖s‖²)^½/√2 of both
/// residuals (an eigenvector of [0 A; Aᴴ 0] has length √2), min(δ, Σδ²/gap) as errorBounds has it, rounding
/// added.
template <class S>
std::vector<Real<S>> errorBounds(const OperatorPair<S>& pair, const VerifiedTriplets<S>& triplets);

}  // namespace ritz
