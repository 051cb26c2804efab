#pragma once

#include <ritz/solvers/KrylovMap.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/RoundingFloor.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <limits>
#include <vector>

namespace ritz {

/// What a run of WindowLanczos looks for: all θ above the bar.
template <class R>
struct WindowAim {
  R bar = 0;
  R lambda = 0;                                  ///< about the λ′ of such pairs, for the tolerance
  R slack = 1;                                   ///< of the tolerance
  R sunk = 0;                                    ///< of values above the bar, by what is deflated, at most
  int wanted = std::numeric_limits<int>::max();  ///< the largest so many are enough
  bool onlyLooks = false;                        ///< it is enough to know that there is one
  int before = 0, all = 0;                       ///< pairs found before and asked for, for the progress
};

/// How a run of WindowLanczos ended.
enum class WindowEnd {
  Found,       ///< all above the bar that the space shows have converged, one at least
  Nothing,     ///< nothing is above the bar
  Seen,        ///< something is, where that was the question
  Crowded,     ///< more than the basis can hold
  Unsuited,    ///< Ritz values show that the map is not what it was meant to be
  Floor,       ///< rounding keeps the residuals above the tolerance
  Supervised,  ///< a limit or the monitor; see stopStatus()
};

/// Thick-restart Lanczos for the values of a map above a bar, whose number nobody knows: until all Ritz
/// values that are above it, or may be by their residuals, have converged; or until it is known that nothing
/// is above. For the latter see excludesMore. A `deflate`d block is kept out of the space.
template <class S>
class WindowLanczos {
 public:
  /// Room for `capacity` ≥ 2 vectors. `start` has one column, `deflate` may be null. Collective.
  WindowLanczos(std::shared_ptr<const KrylovMap<S>> map, int capacity, const MultiVector<S>& start,
                const MultiVector<S>* deflate, const WindowAim<Real<S>>& aim, Supervisor& supervisor,
                std::uint64_t seed);

  /// Collective.
  WindowEnd run();

  /// Ritz pairs of Op, largest θ first.
  int size() const { return static_cast<int>(residuals_.size()); }
  Real<S> theta(int j) const { return small_.values[static_cast<std::size_t>(size() - 1 - j)]; }
  Real<S> residual(int j) const { return residuals_[static_cast<std::size_t>(j)]; }  ///< ‖Op v − θ v‖_B′
  bool hasConverged(int j) const { return relative(j) <= aim_.slack * pencil_.tolerance; }
  int numAbove() const;  ///< the bar
  /// Their vectors, B′-orthonormal. Collective.
  MultiVector<S> vectors(const std::vector<int>& chosen) const;

  Status stopStatus() const { return stopStatus_; }
  double orthogonalizationSeconds() const { return basis_.orthogonalizationSeconds(); }

 private:
  void analyse();
  std::optional<WindowEnd> judge();
  bool isOpen(int j) const;
  bool excludesMore() const;
  bool mayHaveSunk() const;
  Real<S> relative(int j) const;
  Progress progress() const;
  void restart();
  Dense<S> columnsOf(const std::vector<int>& chosen) const;

  std::shared_ptr<const KrylovMap<S>> map_;
  const Pencil<S>& pencil_;
  int capacity_;
  WindowAim<Real<S>> aim_;
  Supervisor& supervisor_;
  LanczosFactorization<S> basis_;
  SmallEigen<S> small_;
  std::vector<Real<S>> residuals_;
  RoundingFloor<Real<S>> floor_;
  Status stopStatus_ = Status::Breakdown;
};

}  // namespace ritz
