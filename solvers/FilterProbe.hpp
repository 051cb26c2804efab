#pragma once

#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/FilterChoice.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace ritz {

/// The plain steps that filtered Lanczos begins with: what they tell of the spectrum, and of the costs.
template <class S>
class FilterProbe {
 public:
  /// From a random vector. `basis`: vectors that it may have. Collective.
  FilterProbe(const Pencil<S>& pencil, const EigenOptions& options, int basis);

  /// One step; false if no direction is left. Collective.
  bool expand();

  /// Of the wanted pairs, in units of what the tolerance is relative to, by estimates; infinite where there
  /// is no pair yet.
  std::vector<Real<S>> relativeResiduals() const;

  /// It has seen enough of the wanted end, or its basis is full.
  bool isResolved() const;

  SpectralEstimate<Real<S>> spectrum() const;

  /// With the seconds of rank 0's clocks, or options.costs. Collective.
  FilterTask task() const;

  /// The sum of the best Ritz vectors, to go on from. Collective.
  MultiVector<S> wantedSum() const;

  const LanczosFactorization<S>& run() const { return *plain_; }

  /// The run itself, to be gone on with; nothing else may be called after it.
  std::unique_ptr<LanczosFactorization<S>> release() { return std::move(plain_); }

 private:
  /// What is measured a product: of A, and of the inverse of B where there is one.
  ApplyCount workCount() const;

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  int basis_;
  bool atUpperEnd_;
  std::unique_ptr<LanczosFactorization<S>> plain_;
  ApplyCount before_;  ///< the clocks start, when all memory and caches have been touched
  double secondsBefore_ = 0, columnsBefore_ = 0;
};

}  // namespace ritz
