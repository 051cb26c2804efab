#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/solvers/Supervisor.hpp>

#include <string>

namespace {

using ritz::Budget;
using ritz::Progress;
using ritz::Status;
using ritz::Supervisor;

Progress at(long applications, int converged = 0, double residual = 1.0) {
  Progress progress;
  progress.applications = applications;
  progress.converged = converged;
  progress.maxResidual = residual;
  progress.wanted = 5;
  return progress;
}

/// Says stop from the given step on.
class StopsAt : public ritz::Monitor {
 public:
  explicit StopsAt(long step) : step_(step) {}
  bool onProgress(const Progress& progress) override {
    seen.push_back(progress);
    return progress.iteration < step_;
  }
  std::vector<Progress> seen;

 private:
  long step_;
};

Budget seconds(double limit) {
  Budget budget;
  budget.seconds = limit;
  return budget;
}

}  // namespace

TEST(Supervisor, GoesOnWhileThereIsNoLimit) {
  Supervisor supervisor(ritz::worldComm(), {}, 10, nullptr);

  EXPECT_EQ(supervisor.afterStep(at(1)), std::nullopt);
  EXPECT_EQ(supervisor.afterStep(at(100 * 10 + 20000 - 1)), std::nullopt);
  EXPECT_EQ(supervisor.iterations(), 2);
}

TEST(Supervisor, EndsAHopelessSolve) {
  Supervisor supervisor(ritz::worldComm(), {}, 10, nullptr);

  EXPECT_EQ(supervisor.afterStep(at(100 * 10 + 20000)), Status::ApplicationLimit);
  EXPECT_NE(supervisor.reason(Status::ApplicationLimit).find("21000"), std::string::npos);
}

TEST(Supervisor, EndsAtTheLimitOfApplications) {
  Budget budget;
  budget.maxApplications = 30;
  Supervisor supervisor(ritz::worldComm(), budget, 10, nullptr);

  EXPECT_EQ(supervisor.afterStep(at(29)), std::nullopt);
  EXPECT_EQ(supervisor.afterStep(at(31)), Status::ApplicationLimit);
  EXPECT_NE(supervisor.reason(Status::ApplicationLimit).find("30 applications"), std::string::npos);
}

TEST(Supervisor, EndsAtTheLimitOfIterations) {
  Budget budget;
  budget.maxIterations = 2;
  Supervisor supervisor(ritz::worldComm(), budget, 10, nullptr);

  EXPECT_EQ(supervisor.afterStep(at(1)), std::nullopt);
  EXPECT_EQ(supervisor.afterStep(at(2)), Status::IterationLimit);
  EXPECT_NE(supervisor.reason(Status::IterationLimit).find("2 iterations"), std::string::npos);
}

TEST(Supervisor, EndsWhenTheTimeIsUp) {
  Supervisor patient(ritz::worldComm(), seconds(1e9), 10, nullptr),
      hasty(ritz::worldComm(), seconds(1e-12), 10, nullptr);

  EXPECT_EQ(patient.afterStep(at(1)), std::nullopt);
  EXPECT_EQ(hasty.afterStep(at(1)), Status::TimeLimit);
  EXPECT_GT(hasty.seconds(), 0.0);
}

TEST(Supervisor, TellsTheMonitorOfEveryStep) {
  StopsAt monitor(100);
  Supervisor supervisor(ritz::worldComm(), {}, 10, &monitor);

  supervisor.afterStep(at(3, 1, 0.5));
  supervisor.afterStep(at(6, 2, 0.25));

  ASSERT_EQ(monitor.seen.size(), 2U);
  EXPECT_EQ(monitor.seen[1].iteration, 2);
  EXPECT_EQ(monitor.seen[1].applications, 6);
  EXPECT_EQ(monitor.seen[1].converged, 2);
  EXPECT_EQ(monitor.seen[1].wanted, 5);
  EXPECT_EQ(monitor.seen[1].maxResidual, 0.25);
  EXPECT_GE(monitor.seen[1].seconds, monitor.seen[0].seconds);
}

TEST(Supervisor, StopsOnEveryRankWhenTheMonitorOfOneSaysSo) {
  StopsAt impatient(2), patient(100);
  const auto comm = ritz::worldComm();
  const bool last = comm->getRank() + 1 == comm->getSize();
  Supervisor supervisor(comm, seconds(1e9), 10, last ? &impatient : &patient);

  EXPECT_EQ(supervisor.afterStep(at(1)), std::nullopt);
  EXPECT_EQ(supervisor.afterStep(at(2)), Status::Stopped);
}

TEST(Supervisor, StopsOnEveryRankThoughOnlyOneHasAMonitor) {
  StopsAt impatient(1);
  const auto comm = ritz::worldComm();
  Supervisor supervisor(comm, {}, 10, comm->getRank() == 0 ? &impatient : nullptr);

  EXPECT_EQ(supervisor.afterStep(at(1)), Status::Stopped);
}

TEST(Supervisor, SavesWhenTheIntervalIsOver) {
  Supervisor eager(ritz::worldComm(), {}, 10, nullptr), idle(ritz::worldComm(), {}, 10, nullptr);
  int eagerly = 0, idly = 0;
  eager.saveBy(0.0, [&] { ++eagerly; });
  idle.saveBy(1e9, [&] { ++idly; });

  for (long step = 1; step <= 3; ++step) {
    EXPECT_EQ(eager.afterStep(at(step)), std::nullopt);
    EXPECT_EQ(idle.afterStep(at(step)), std::nullopt);
  }

  EXPECT_EQ(eagerly, 3);
  EXPECT_EQ(idly, 0);
}

TEST(Supervisor, SavesBeforeItStopsWhateverTheReason) {
  Budget budget = seconds(1e9);
  budget.maxApplications = 30;
  StopsAt monitor(2);
  Supervisor limited(ritz::worldComm(), budget, 10, nullptr),
      hasty(ritz::worldComm(), seconds(1e-12), 10, nullptr), watched(ritz::worldComm(), {}, 10, &monitor);
  int saved = 0;
  for (Supervisor* supervisor : {&limited, &hasty, &watched}) supervisor->saveBy(1e9, [&] { ++saved; });

  EXPECT_EQ(limited.afterStep(at(30)), Status::ApplicationLimit);
  EXPECT_EQ(saved, 1);
  EXPECT_EQ(hasty.afterStep(at(1)), Status::TimeLimit);
  EXPECT_EQ(saved, 2);
  EXPECT_EQ(watched.afterStep(at(1)), std::nullopt);
  EXPECT_EQ(watched.afterStep(at(2)), Status::Stopped);
  EXPECT_EQ(saved, 3);
}

TEST(Supervisor, GoesOnFromWhatAnEarlierSolveHasBehindIt) {
  Budget budget = seconds(1e5);
  budget.maxIterations = 12;
  Supervisor supervisor(ritz::worldComm(), budget, 10, nullptr);
  supervisor.continueFrom(10, 1e6, {{5, 1, 0.5}});

  EXPECT_EQ(supervisor.afterStep(at(11)), std::nullopt);
  EXPECT_EQ(supervisor.afterStep(at(12)), Status::IterationLimit);

  EXPECT_GE(supervisor.seconds(), 1e6);
  ASSERT_EQ(supervisor.history().size(), 3U);
  EXPECT_EQ(supervisor.history()[0].applications, 5);
}

TEST(Supervisor, KeepsTheHistoryOfTheIterationAlone) {
  Supervisor supervisor(ritz::worldComm(), {}, 10, nullptr);
  Progress search = at(20, 1, 0.1);
  search.phase = Progress::Phase::Search;

  supervisor.afterStep(at(10, 2, 0.5));
  supervisor.afterStep(search);

  ASSERT_EQ(supervisor.history().size(), 1U);
  EXPECT_EQ(supervisor.history()[0].applications, 10);
  EXPECT_EQ(supervisor.history()[0].converged, 2);
  EXPECT_EQ(supervisor.history()[0].maxResidual, 0.5);
  EXPECT_EQ(supervisor.iterations(), 2);
}
