#pragma once

#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/FilterChoice.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/RitzEstimates.hpp>

#include <memory>
#include <optional>
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

  /// Of the wanted pairs by estimates with residuals up to `limit`, in units of what the tolerance is
  /// relative to: converged and maxResidual, as of the last step after which all may have converged.
  const Progress& progress(Real<S> limit);

  /// It has seen enough of the wanted end, or its basis is full.
  bool isResolved() const;

  SpectralEstimate<Real<S>> spectrum() const;

  /// With the seconds of rank 0's clocks, or options.costs. Collective.
  FilterTask task() const;

  /// Sums of the best Ritz vectors, to go on from: each in one of `columns`, in turn. Collective.
  MultiVector<S> wantedSums(int columns) const;

  const LanczosFactorization<S>& run() const { return *plain_; }

  /// The run itself, to be gone on with; nothing else may be called after it.
  std::unique_ptr<LanczosFactorization<S>> release() { return std::move(plain_); }

 private:
  /// What is measured a product: of A, and of the inverse of B where there is one.
  ApplyCount workCount() const;
  double furtherColumn(double first) const;

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  int basis_;
  bool atUpperEnd_;
  std::unique_ptr<LanczosFactorization<S>> plain_;
  RitzEstimates<S> ritz_;
  Progress progress_;
  long nextLook_ = 0;                   ///< in steps
  std::optional<double> secondsOfTwo_;  ///< columns at once, where the first product was of two
  std::vector<double> product_,
      perColumn_;  ///< seconds of each step, once all memory and caches have been touched
};

}  // namespace ritz
