#pragma once

#include <ritz/solvers/WindowGoal.hpp>

#include <memory>
#include <optional>

namespace ritz {

/// Finds all that is asked for in one window: runs of WindowLanczos behind a filter for it, each with all
/// that was found deflated, until one ends with nothing. A run takes in one vector of each value that the
/// filter can tell apart; the next ones find copies, and partners on the other side of the filter's peak.
///
/// Ritz vectors below the bar whose residuals are small are deflated, too, in a run that only looks whether
/// anything is left: that widens the gap it has to see, see takeInMissedCopies. If there is something, or
/// what is seen may be something that this deflation has pushed below the bar, the next run goes without
/// them.
template <class S>
class WindowSearch {
 public:
  /// `which` is Nearest or Interval; `found` outlives it. Collective.
  WindowSearch(const Pencil<S>& pencil, const EigenOptions& options, const Which& which,
               const InteriorWindow& window, const IntervalFilter& filter, int capacity, FoundPairs<S>& found,
               Supervisor& supervisor);

  /// Ends with Nothing once the window, or what can still matter of it, is searched to its end; also with
  /// Crowded, Unsuited, Floor, Supervised. `start`: where to begin, used up by the first run. Collective.
  WindowEnd run(Real<S> slack, std::optional<MultiVector<S>>& start);

  /// As many pairs as are asked for are there, all in this window or before it.
  bool isEnough() const { return goal_.isEnough(); }

  /// The best vectors of the run that was stopped, which are none of the found ones. Collective.
  std::optional<MultiVector<S>> openVectors(int count) const;

  int numAbove() const;
  /// λ′ of the Ritz vector that showed the filter to be Unsuited; nothing where there is none. Collective.
  std::optional<double> misfit() const;
  Status stopStatus() const { return run_->stopStatus(); }
  double orthogonalizationSeconds() const;

 private:
  WindowAim<Real<S>> aim(Real<S> slack) const;
  MultiVector<S> randomStart() const;
  bool isAllDeflated() const;
  void lookAgain();
  void begin(Real<S> slack, std::optional<MultiVector<S>>& start);
  bool takeIn();
  void deflateBelow();
  MultiVector<S> seenAndRandom() const;

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  Which which_;
  std::shared_ptr<const KrylovMap<S>> map_;
  int capacity_;
  FoundPairs<S>& found_;
  WindowGoal<S> goal_;
  Supervisor& supervisor_;
  std::vector<int> taken_;  ///< Ritz pairs of the last run
  std::optional<MultiVector<S>> below_;
  Real<S> sunk_ = 0;  ///< of values above the bar, because `below_` is deflated, at most
  std::unique_ptr<WindowLanczos<S>> run_;
  double secondsBefore_ = 0.0;
};

}  // namespace ritz
