#pragma once

#include <ritz/operators/Types.hpp>
#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/EigenResult.hpp>
#include <ritz/solvers/Monitor.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace ritz {

/// Watches a solve: keeps the history, tells the monitor, and decides, alike on all ranks, when it has to
/// end and when a checkpoint is due.
class Supervisor {
 public:
  /// Collective: finds out whether any rank has a monitor.
  Supervisor(const CommPtr& comm, const Budget& budget, long long n, Monitor* monitor);

  /// From now on afterStep calls `save`, on every rank, when `interval` seconds have passed since it did so
  /// last, by rank 0's clock, and before it tells to stop.
  void saveBy(double interval, std::function<void()> save);

  /// Takes over what an earlier solve has behind it. Limits of applications and iterations are of the whole,
  /// that of seconds of this solve alone.
  void continueFrom(long iterations, double seconds, std::vector<HistoryPoint> history);

  /// After each step. `progress` comes with all but iteration and seconds. Returns why to stop, or nothing.
  /// Collective if there is a time limit, a monitor or a checkpoint to write, else local (all it looks at is
  /// the same on every rank).
  std::optional<Status> afterStep(Progress progress);

  /// After the last verification: the end point of the history.
  void finish(long applications, int converged, double maxResidual) {
    history_.push_back({applications, converged, maxResidual});
  }

  /// One sentence on a status that afterStep gave.
  std::string reason(Status status) const;

  double seconds() const;  ///< those of an earlier solve included
  long iterations() const { return iterations_; }
  const std::vector<HistoryPoint>& history() const { return history_; }

 private:
  using Clock = std::chrono::steady_clock;

  std::optional<Status> limitReached(const Progress& progress) const;
  double elapsed() const;

  CommPtr comm_;
  Budget budget_;
  Monitor* monitor_;
  bool clocked_;
  std::function<void()> save_;
  double saveInterval_ = 0.0, secondsBefore_ = 0.0;
  long iterations_ = 0;
  Clock::time_point start_ = Clock::now(), saved_ = start_;
  std::vector<HistoryPoint> history_;
};

}  // namespace ritz
