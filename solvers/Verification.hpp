#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <optional>
#include <vector>

namespace ritz {

/// Pairs of the scaled pencil whose residuals were computed from fresh products with A′ and B′.
template <class S>
struct VerifiedPairs {
  std::vector<Real<S>> values;               ///< θ′, Rayleigh quotients, in the order of `which`
  MultiVector<S> U, AU;                      ///< UᴴB′U = I; A′U
  std::optional<MultiVector<S>> massImages;  ///< B′U; none for B = I
  std::vector<Real<S>> norms;                ///< ‖u‖₂
  std::vector<Real<S>> residuals;            ///< ‖A′u − θ′B′u‖₂ (not divided by ‖u‖₂)
  std::vector<bool> converged;               ///< residual ≤ allowed

  const MultiVector<S>& BU() const { return massImages ? *massImages : U; }
  int size() const { return static_cast<int>(values.size()); }
  int numConverged() const;
  /// max over the pairs of residual/allowed.
  Real<S> worst = 0;
};

/// A′U − B′U Θ′, from the images.
template <class S>
MultiVector<S> residualVectors(const VerifiedPairs<S>& pairs);

/// Products of the candidates with A′ and B′ (U.getNumVectors() columns each), Rayleigh-Ritz in their span,
/// residuals. Throws IndefiniteMass if UᴴB′U is not positive definite. Collective.
template <class S>
VerifiedPairs<S> verify(const Pencil<S>& pencil, const MultiVector<S>& candidates, const Which& which);

/// The same in the memory of the candidates, which nobody else may read any more. Of constant stride.
template <class S>
VerifiedPairs<S> verifyInPlace(const Pencil<S>& pencil, MultiVector<S> candidates, const Which& which);

/// The same where the images A′U are fresh products already: none with A′. Keeps the best `count`.
template <class S>
VerifiedPairs<S> verifyImages(const Pencil<S>& pencil, MultiVector<S> U, MultiVector<S> AU,
                              const Which& which, int count);

/// The same for two verified sets together, without new products; keeps the best `count`.
template <class S>
VerifiedPairs<S> merge(const Pencil<S>& pencil, const VerifiedPairs<S>& first, const VerifiedPairs<S>& second,
                       const Which& which, int count);

}  // namespace ritz
