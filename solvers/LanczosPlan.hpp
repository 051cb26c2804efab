#pragma once

#include <ritz/solvers/FilterChoice.hpp>

#include <optional>
#include <string>

namespace ritz {

/// What Auto knows once the first plain steps of Lanczos are done.
struct PlanTask {
  FilterTask filter;   ///< its basis is that of these steps
  long long room = 0;  ///< vectors that a basis may have
  int steps = 0;       ///< done so far
  int converged = 0;   ///< pairs that have, by estimates
};

/// How Lanczos goes on.
template <class R>
struct LanczosPlan {
  int basis = 0, block = 1;
  std::optional<ChebyshevFilter<R>> filter;
  double steps = 0;           ///< expected to go, without the search for copies; 0: not known
  double stepsAtMost = 0;     ///< expected if pairs stop converging one after another; 0: as `steps`
  double secondsPerStep = 0;  ///< expected
  std::string why;

  bool isPlain() const { return !filter && block == 1; }
};

/// The plan of the least expected seconds, see LanczosTimes: without a filter by single vectors or blocks of
/// 2, 4 or 8, in the basis that there is, or behind a filter with max(2k, 30) or max(3k, 30) vectors, or as
/// many as there is room for. Single vectors without a filter lose nothing of what has been done, and need
/// the fewest products; another plan has to save a seventh at least. Where pairs converge one after another
/// on the way, as those of a decaying spectrum do, the rest is expected to follow at that pace, and the basis
/// grows so that no restart comes in between.
template <class R>
LanczosPlan<R> planLanczos(const SpectralEstimate<R>& spectrum, const PlanTask& task);

/// Steps that a plan still will take after `done` of them, with `missing` of the pairs: those expected, but
/// no less than a quarter of them while no pair has converged. Where they are over and had been expected of a
/// pace, at the pace of late, `perPair` steps for each (infinite if none came), or as many as without any
/// pace.
template <class R>
double stepsLeft(const LanczosPlan<R>& plan, long done, int missing, int numPairs, double perPair);

}  // namespace ritz
