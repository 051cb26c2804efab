#pragma once

#include <ritz/solvers/KrylovFinder.hpp>
#include <ritz/solvers/Verification.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ritz {

/// Lanczos runs with one inverse (A′ − σ′B′)⁻¹, each with all that was found before deflated; the pairs found
/// are Ritz pairs of A′.
template <class S>
class ShiftInvertSearch {
 public:
  /// `start` has one column, for the first run. Pencil, options, supervisor have to outlive it.
  ShiftInvertSearch(const Pencil<S>& pencil, const EigenOptions& options, const Lanczos& parameters,
                    Real<S> sigma, const MultiVector<S>& start, Supervisor& supervisor);

  /// Finds `count` pairs more, or what there is of them: with Exhausted where the space, or what B′ sees of
  /// it, holds no more. With `isWanted` one does, and as many more as the space shows values that are.
  /// Collective.
  RunEnd run(int count, Real<S> slack, const std::function<bool(Real<S>)>& isWanted = {});

  /// Goes on with pencil.shiftInverse for another σ′.
  void moveTo(Real<S> sigma);

  /// Null while there are none; in the order of `which`.
  const VerifiedPairs<S>* found() const { return found_ ? &*found_ : nullptr; }
  /// Drops the pairs whose residuals are not within the tolerance; the next run starts from them. Collective.
  void keepConverged();

  /// The pairs found, and behind them the best vectors of a run that was stopped. Collective.
  MultiVector<S> vectors(int count) const;
  /// Ritz pairs behind the first `first` that were found, which is at least one: the others, and those in the
  /// space that the last run has left behind unless it was stopped, B′-orthogonal to the first. No solve, one
  /// product with A′ for each that is left behind. Collective.
  RitzPairs<S> guardsBehind(int first, int count) const;
  int available() const;
  /// Pairs that guardsBehind can give at most, behind those found.
  int numLeftBehind() const;

  const std::shared_ptr<const KrylovMap<S>>& map() const { return map_; }
  int basis() const { return basis_; }
  Status stopStatus() const { return lanczos_->stopStatus; }
  const std::string& exhaustedBecause() const { return exhaustedBecause_; }
  double orthogonalizationSeconds() const;

 private:
  void begin(int count);
  void freeFromNullSpace(MultiVector<S>& x) const;
  int numFinite(int count) const;
  void requireNothingBelowShift() const;
  void add(int count);
  RunEnd runFor(int count, Real<S> slack, const std::function<bool(Real<S>)>& isWanted);

  const Pencil<S>& pencil_;
  EigenOptions options_;
  Which which_;
  Lanczos parameters_;
  std::shared_ptr<const KrylovMap<S>> map_;
  std::optional<MultiVector<S>> start_;
  Supervisor& supervisor_;
  std::optional<VerifiedPairs<S>> found_;
  std::unique_ptr<KrylovFinder<S>> lanczos_;
  int taken_ = 0;        ///< pairs of the last run among those found
  bool isOpen_ = false;  ///< the last run is at work, or was stopped
  int basis_ = 0;
  double secondsBefore_ = 0;
  std::string exhaustedBecause_;
};

}  // namespace ritz
