#pragma once

#include <ritz/solvers/DavidsonBasis.hpp>
#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <vector>

namespace ritz {

/// What a Davidson method has found: the pairs that were locked and the Ritz pairs of its basis.
///
/// Values inside the spectrum are Ritz values, too, the nearest to σ. Harmonic and refined extraction keep
/// mixtures of vectors from both ends out; with preconditioners for A such mixtures hardly occur, and refined
/// vectors took 0 to 40 % more products, many times as many for B ≠ I, where ‖(A − σB)x‖₂ is no measure of
/// how near the eigenvalues in x are. A rough, indefinite preconditioner does make them.
template <class S>
class DavidsonPairs {
 public:
  /// The `numPairs` best of `which` are wanted.
  DavidsonPairs(const DavidsonBasis<S>& basis, const Which& which, int numPairs)
      : basis_(basis), which_(which), numPairs_(numPairs) {}

  /// The Ritz pairs of now; returns how many of them are wanted beside locked ones. O(m³).
  int analyse();

  const SmallEigen<S>& ritz() const { return ritz_; }     ///< best first
  const Dense<S>& previous() const { return previous_; }  ///< Ritz vectors of the step before
  int numLocked() const { return static_cast<int>(locked_.size()); }
  int available() const { return numLocked() + static_cast<int>(ritz_.values.size()); }

  /// The basis has been compressed to the first `kept` Ritz vectors and others, of which the first `locked`
  /// are locked.
  void restarted(int kept, int locked);

  /// Coefficients over [L V] of the best pairs behind the first `first`, at most `count`, and their values if
  /// `values` is given.
  Dense<S> coefficients(int first, int count, std::vector<Real<S>>* values) const;

 private:
  std::vector<Real<S>> lockedAndRitz() const;

  const DavidsonBasis<S>& basis_;
  Which which_;
  int numPairs_;
  SmallEigen<S> ritz_;
  Dense<S> previous_;
  std::vector<Real<S>> locked_;
};

}  // namespace ritz
