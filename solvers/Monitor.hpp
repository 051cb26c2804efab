#pragma once

namespace ritz {

/// Where a running solve stands; the same on all ranks but for the clock.
struct Progress {
  /// What is going on: iterating towards the wanted pairs, or looking for copies of them that were missed
  /// (then converged and wanted speak of the search alone).
  enum class Phase { Iterate, Search };

  long iteration = 0;     ///< block steps so far
  long applications = 0;  ///< columns of A so far, probes included
  int converged = 0;      ///< of the wanted pairs, by the solver's estimate
  int wanted = 0;         ///< numPairs
  double maxResidual =
      0.0;  ///< worst of the wanted pairs, in units of (α + |θ| β)‖v‖ or |θ|‖v‖_B as the tolerance is
  double seconds = 0.0;  ///< since the start of the solve
  Phase phase = Phase::Iterate;
};

/// Gets every iteration of a solve. Give one on every rank or on none.
class Monitor {
 public:
  virtual ~Monitor() = default;

  /// Returns false to stop; the solve then ends on all ranks with Status::Stopped if any rank said so.
  virtual bool onProgress(const Progress& progress) = 0;
};

}  // namespace ritz
