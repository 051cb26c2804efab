#pragma once

#include <ritz/operators/Types.hpp>
#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/EigenResult.hpp>
#include <ritz/solvers/Monitor.hpp>

#include <chrono>
#include <optional>
#include <vector>

namespace ritz {

/// Watches a solve: keeps the history, tells the monitor, and decides, alike on all ranks, when it has to
/// end.
class Supervisor {
 public:
  /// Collective: finds out whether any rank has a monitor.
  Supervisor(const CommPtr& comm, const Budget& budget, long long n, Monitor* monitor);

  /// After each step. `progress` comes with all but iteration and seconds. Returns why to stop, or nothing.
  /// Collective if there is a time limit or a monitor, else local (all it looks at is the same on every
  /// rank).
  std::optional<Status> afterStep(Progress progress);

  /// After the last verification: the end point of the history.
  void finish(long applications, int converged, double maxResidual) {
    history_.push_back({applications, converged, maxResidual});
  }

  /// One sentence on a status that afterStep gave.
  std::string reason(Status status) const;

  double seconds() const;
  long iterations() const { return iterations_; }
  const std::vector<HistoryPoint>& history() const { return history_; }

 private:
  CommPtr comm_;
  Budget budget_;
  Monitor* monitor_;
  bool clocked_;
  long iterations_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::vector<HistoryPoint> history_;
};

}  // namespace ritz
