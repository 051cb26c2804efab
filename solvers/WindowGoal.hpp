#pragma once

#include <ritz/solvers/FoundPairs.hpp>
#include <ritz/solvers/InteriorWindow.hpp>
#include <ritz/solvers/IntervalFilter.hpp>
#include <ritz/solvers/WindowLanczos.hpp>

#include <optional>
#include <vector>

namespace ritz {

/// What is asked for of one window, and what of that is still to be found.
template <class S>
class WindowGoal {
 public:
  /// `which` is Nearest or Interval; `found` outlives it.
  WindowGoal(const Pencil<S>& pencil, const EigenOptions& options, const Which& which,
             const InteriorWindow& window, const IntervalFilter& filter, const FoundPairs<S>& found);

  /// Of all that was found the pairs that the search up to here can vouch for, best first.
  std::vector<int> wanted() const;
  /// As many as are asked for, none of them beyond the window.
  bool isEnough() const;

  /// The key of the worst of the pairs that will be given, once nothing worse can matter; for an interval one
  /// more pair has to be there, so that it is known whether there are more.
  std::optional<double> worst() const;

  /// p is less for all that cannot matter any more, by more than p is rounded.
  double bar() const;

  /// A run for all above the bar; `slack` of the tolerance.
  WindowAim<Real<S>> aim(Real<S> slack) const;

  /// How many pairs are better than `key`, by more than rounding and the tolerance leave open.
  int numBetter(double key) const;
  /// Whether a mixture is among those that will be given, or may hide a better pair than `key`.
  bool hidesBetter(double key) const;

 private:
  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  Which which_;
  InteriorWindow window_;
  IntervalFilter filter_;
  const FoundPairs<S>& found_;
  double open_;  ///< what rounding and the tolerance leave open of a value
};

}  // namespace ritz
