#include <ritz/solvers/Supervisor.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>

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

double Supervisor::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

std::optional<Status> Supervisor::afterStep(Progress progress) {
  progress.iteration = ++iterations_;
  progress.seconds = seconds();
  if (progress.phase == Progress::Phase::Iterate)
    history_.push_back({progress.applications, progress.converged, progress.maxResidual});

  if (clocked_) {
    enum { GoOn, OutOfTime, ToldToStop };
    int mine = budget_.seconds > 0 && progress.seconds >= budget_.seconds ? OutOfTime : GoOn;
    if (monitor_ && !monitor_->onProgress(progress)) mine = ToldToStop;
    const int all = largestOverRanks(*comm_, mine);
    if (all == ToldToStop) return Status::Stopped;
    if (all == OutOfTime) return Status::TimeLimit;
  }
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
