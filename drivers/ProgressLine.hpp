#pragma once

#include <ritz/solvers/Monitor.hpp>

#include <chrono>
#include <cstdio>
#include <string>

namespace ritz {

/// Shows a running solve: on a terminal one line that is drawn anew, at most ten times a second; elsewhere a
/// line of its own every few seconds. One object on every rank, of which only those with `stream` write.
class ProgressLine : public Monitor {
 public:
  /// `stream` null: silent. `tolerance` is what the worst residual has to reach. `counted` is what
  /// Progress::converged counts.
  ProgressLine(std::FILE* stream, bool isTerminal, double tolerance, const char* counted = "converged");
  ~ProgressLine() override;

  bool onProgress(const Progress& progress) override;

  /// Wipes the line from the terminal.
  void finish();

  /// "1200 applications, 3/10 converged, worst residual 2.1e-05 (target 1.0e-08), 5310/s, 0.2 s"
  static std::string textOf(const Progress& progress, double tolerance, const char* counted = "converged");

 private:
  using Clock = std::chrono::steady_clock;

  std::FILE* stream_;
  bool isTerminal_;
  double tolerance_;
  const char* counted_;
  bool drawn_ = false;
  Clock::time_point next_ = Clock::now();
};

}  // namespace ritz
