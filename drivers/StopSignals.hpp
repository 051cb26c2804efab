#pragma once

#include <ritz/solvers/Monitor.hpp>

namespace ritz {

/// Passes a solve's progress on to another monitor, and ends the solve when SIGINT or SIGTERM has come to
/// this rank. From the first object on the program outlives one such signal, so that it can write what it
/// has; a second one kills it at once.
class StopSignals : public Monitor {
 public:
  /// `inner` has to outlive this.
  explicit StopSignals(Monitor& inner);

  bool onProgress(const Progress& progress) override;

 private:
  Monitor& inner_;
};

}  // namespace ritz
