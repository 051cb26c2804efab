#pragma once

#include <ritz/solvers/DavidsonBasis.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <optional>
#include <vector>

namespace ritz {

/// Which Ritz pairs a Davidson method works on: the first `block` of the wanted ones whose residuals do not
/// pass. To save work residuals are computed for these alone; the others count by what was measured last, as
/// long as their values have not moved by more than their residuals, and before all are said to pass, all are
/// measured.
template <class S>
class DavidsonTargets {
 public:
  DavidsonTargets(const Pencil<S>& pencil, const DavidsonBasis<S>& basis, int block)
      : pencil_(pencil), basis_(basis), block_(block) {}

  /// Of the Ritz pairs of `basis`, best first, the first `wanted` should have relative residuals ≤ limit.
  /// True if so many are there and all do. Collective.
  bool look(const SmallEigen<S>& ritz, int wanted, Real<S> limit);

  const std::vector<int>& indices() const { return indices_; }     ///< of the pairs to work on
  const std::vector<Real<S>>& values() const { return theta_; }    ///< their θ′
  const MultiVector<S>& residuals() const { return *residuals_; }  ///< theirs; only if there are any

  /// The relative residuals of the wanted pairs, as far as they are known, else 1.
  std::vector<Real<S>> relative() const;
  /// So many pairs from the first on were within `limit` when they were measured last.
  int leading(Real<S> limit) const;

  /// The first `count` pairs are no longer among those of the basis.
  void forget(int count) { known_.erase(known_.begin(), known_.begin() + count); }

 private:
  struct Known {
    Real<S> theta, residual, norm, relative;
  };

  void forgetMoved(const SmallEigen<S>& ritz, int count);
  std::vector<int> open(Real<S> limit) const;
  void measure(const SmallEigen<S>& ritz, const std::vector<int>& indices);

  const Pencil<S>& pencil_;
  const DavidsonBasis<S>& basis_;
  int block_;
  std::vector<Known> known_;
  std::vector<bool> isFresh_;
  std::vector<int> indices_;
  std::vector<Real<S>> theta_;
  std::optional<MultiVector<S>> residuals_;
};

}  // namespace ritz
