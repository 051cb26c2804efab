#pragma once

#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/InteriorProbe.hpp>

#include <optional>

namespace ritz {

/// A part of the spectrum that is searched in one go: all values in [a, b] are looked for, through a filter
/// that is made for [filterA, filterB] around it, where a few values lie at least.
struct InteriorWindow {
  double a = 0.0, b = 0.0, filterA = 0.0, filterB = 0.0;
  double expected = 0.0;  ///< values in [a, b], about
};

/// The windows that a search goes through, in values of the scaled pencil. Nearest: around σ, each wider than
/// the one before, the first with some more than numPairs values expected in it. Interval: [a, b] at once, or
/// where many more than numPairs values are expected in it, from a on in pieces.
template <class S>
class InteriorWindows {
 public:
  /// `capacity`: vectors that a search may keep. `probe` has run.
  InteriorWindows(const InteriorProbe<S>& probe, const Which& which, int numPairs, int capacity);

  /// The part of the spectrum that can hold what is asked for; a > b: none.
  double a() const { return a_; }
  double b() const { return b_; }

  std::optional<InteriorWindow> first() const;
  /// After a window that is searched to its end and did not give enough; nothing if none is left.
  std::optional<InteriorWindow> next(const InteriorWindow& last);
  /// Whether values that are asked for may lie beyond it.
  bool goesOn(const InteriorWindow& last) const;
  /// A part of one that holds too many values, `seen` at least.
  InteriorWindow smaller(const InteriorWindow& window, int seen) const;

 private:
  InteriorWindow around(double a, double b) const;
  InteriorWindow from(double start) const;

  const InteriorProbe<S>& probe_;
  Which which_;
  double wanted_, a_, b_;
};

}  // namespace ritz
