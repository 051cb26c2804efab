#include <ritz/solvers/Supervisor.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>

#include <array>
#include <utility>

namespace ritz {

namespace {

int largestOverRanks(const Teuchos::Comm<int>& comm, int mine) {
  int result = 0;
  Teuchos::reduceAll(comm, Teuchos::REDUCE_MAX, mine, Teuchos::outArg(result));
  return result;
}

}  // namespace

Supervisor::Supervisor(const CommPtr& comm, const Budget& budget, long long n, Monitor* monitor)
    : comm_(comm), budget_(budget), monitor_(monitor) {
  if (budget_.maxApplications == 0) budget_.maxApplications = static_cast<long>(100 * n + 20000);
  clocked_ = largestOverRanks(*comm_, monitor_ || budget_.seconds > 0 ? 1 : 0) == 1;
}

void Supervisor::saveBy(double interval, std::function<void()> save) {
  saveInterval_ = interval;
  save_ = std::move(save);
  clocked_ = true;
}

void Supervisor::continueFrom(long iterations, double seconds, std::vector<HistoryPoint> history) {
  iterations_ = iterations;
  secondsBefore_ = seconds;
  history_ = std::move(history);
}

double Supervisor::elapsed() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

double Supervisor::seconds() const { return secondsBefore_ + elapsed(); }

std::optional<Status> Supervisor::afterStep(Progress progress) {
  progress.iteration = ++iterations_;
  progress.seconds = seconds();
  if (progress.phase == Progress::Phase::Iterate)
    history_.push_back({progress.applications, progress.converged, progress.maxResidual});

  bool saveIsDue = false;
  std::optional<Status> stop;
  if (clocked_) {
    enum { GoOn, OutOfTime, ToldToStop };
    std::array<int, 2> mine{GoOn, 0}, all{};
    if (budget_.seconds > 0 && elapsed() >= budget_.seconds) mine[0] = OutOfTime;
    if (monitor_ && !monitor_->onProgress(progress)) mine[0] = ToldToStop;
    if (save_ && comm_->getRank() == 0)
      mine[1] = std::chrono::duration<double>(Clock::now() - saved_).count() >= saveInterval_ ? 1 : 0;
    Teuchos::reduceAll(*comm_, Teuchos::REDUCE_MAX, 2, mine.data(), all.data());
    if (all[0] != GoOn) stop = all[0] == ToldToStop ? Status::Stopped : Status::TimeLimit;
    saveIsDue = all[1] == 1;
  }
  if (!stop) stop = limitReached(progress);
  if (save_ && (saveIsDue || stop)) {
    save_();
    saved_ = Clock::now();
  }
  return stop;
}

std::optional<Status> Supervisor::limitReached(const Progress& progress) const {
  if (progress.applications >= budget_.maxApplications) return Status::ApplicationLimit;
  if (budget_.maxIterations > 0 && iterations_ >= budget_.maxIterations) return Status::IterationLimit;
  return std::nullopt;
}

std::string Supervisor::reason(Status status) const {
  switch (status) {
    case Status::ApplicationLimit:
      return fmt::format("the limit of {} applications of A was reached", budget_.maxApplications);
    case Status::IterationLimit:
      return fmt::format("the limit of {} iterations was reached", budget_.maxIterations);
    case Status::TimeLimit:
      return fmt::format("the limit of {} seconds was reached", budget_.seconds);
    case Status::Stopped:
      return "the monitor asked to stop";
    case Status::Converged:
      return "all pairs are within the tolerance";
    case Status::Breakdown:
      break;
  }
  return "the iteration could not go on";
}

}  // namespace ritz
