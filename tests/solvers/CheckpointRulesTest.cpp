#include "Interruptions.hpp"
#include "TemporaryFolder.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/CountingOperator.hpp>
#include <ritz/ritz.hpp>
#include <ritz/solvers/Checkpoint.hpp>

#include <limits>
#include <string>
#include <vector>

/// When a checkpoint is written, and which is gone on with.
namespace {

using namespace ritz::test;
using ritz::DataError;
using ritz::EigenOptions;
using ritz::EigenProblem;
using ritz::InvalidOption;
using ritz::Start;
using ritz::Status;

void expectRefused(const EigenProblem<double>& of, const EigenOptions& options, const std::string& file,
                   const std::vector<std::string>& texts) {
  try {
    resumed(of, options, file);
    ADD_FAILURE() << "was gone on with";
  } catch (const DataError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find(file), std::string::npos) << text;
    for (const auto& part : texts)
      EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' in: " << text;
  }
}

class StopsAfter : public ritz::Monitor {
 public:
  explicit StopsAfter(long steps) : steps_(steps) {}
  bool onProgress(const ritz::Progress& progress) override { return progress.iteration < steps_; }

 private:
  long steps_;
};

}  // namespace

TEST(CheckpointRules, IsWrittenWhenTheMonitorStops) {
  const TemporaryFolder folder;
  auto options = optionsFor(ritz::Lanczos{12});
  options.checkpoint.file = folder.file("a.h5");
  StopsAfter monitor(9);

  const auto early = ritz::eigsolve<double>(problem(), options, {}, &monitor);

  EXPECT_EQ(early.status, Status::Stopped);
  expectSameSolve(resumed(problem(), optionsFor(ritz::Lanczos{12}), options.checkpoint.file),
                  ritz::eigsolve<double>(problem(), optionsFor(ritz::Lanczos{12})));
}

TEST(CheckpointRules, IsWrittenAfterEachStepForNoInterval) {
  const TemporaryFolder folder;
  auto options = optionsFor(ritz::Lanczos{12});
  options.checkpoint = {folder.file("a.h5"), 0.0};
  const auto small = problem(1.0, 120);
  const auto result = ritz::eigsolve<double>(small, options);
  ASSERT_TRUE(result.allConverged());

  const auto last = ritz::readCheckpoint<double>(options.checkpoint.file, small.A->getDomainMap());

  EXPECT_EQ(last.iterations, result.iterations);
  EXPECT_EQ(folder.count(), 1);
}

TEST(CheckpointRules, IsNotWrittenBeforeItIsDue) {
  const TemporaryFolder folder;
  auto options = optionsFor(ritz::Lanczos{12});
  options.checkpoint = {folder.file("a.h5"), 1e9};

  EXPECT_TRUE(ritz::eigsolve<double>(problem(), options).allConverged());

  EXPECT_EQ(folder.count(), 0);
}

TEST(CheckpointRules, LimitsApplicationsOfTheWholeAndSecondsOfThisSolve) {
  const TemporaryFolder folder;
  auto options = optionsFor(ritz::Lanczos{12});
  interrupted(problem(), options, 20, folder.file("a.h5"));
  auto before = ritz::readCheckpoint<double>(folder.file("a.h5"), problem().A->getDomainMap());
  before.seconds = 1e6;
  ritz::writeCheckpoint(folder.file("a.h5"), before);

  options.budget.seconds = 1e5;
  const auto result = resumed(problem(), options, folder.file("a.h5"));
  EXPECT_EQ(result.status, Status::Converged);
  EXPECT_GE(result.seconds.total, 1e6);

  options.budget.maxApplications = 21;
  EXPECT_EQ(resumed(problem(), options, folder.file("a.h5")).status, Status::ApplicationLimit);
}

TEST(CheckpointRules, RefusesTheCheckpointOfAnotherProblem) {
  const TemporaryFolder folder;
  const auto options = optionsFor(ritz::Lanczos{12});
  const std::string file = folder.file("a.h5"), generalized = folder.file("b.h5");
  interrupted(problem(), options, 20, file);
  interrupted(generalizedProblem(), options, 10, generalized);

  expectRefused(problem(1.0, N + 1), options, file, {"n = 400", "n = 401"});
  expectRefused(problem(1.0 + 1e-5), options, file, {"A was an operator", "is one"});
  expectRefused(generalizedProblem(), options, file,
                {"the problem was A u = lambda u and is A u = lambda B u now"});
  expectRefused(problem(), options, generalized,
                {"the problem was A u = lambda B u and is A u = lambda u now"});
  auto otherMass = generalizedProblem();
  otherMass.mass = diagonalOperator(otherMass.A->getDomainMap(), [](auto) { return 1.25; });
  expectRefused(otherMass, options, generalized, {"B was an operator"});
  resumed(problem(1.0 + 1e-8), options, file);  // rounding may be larger where ranks differ
}

TEST(CheckpointRules, RefusesTheCheckpointOfAnotherSolve) {
  const TemporaryFolder folder;
  const auto options = optionsFor(ritz::Lanczos{12});
  const std::string file = folder.file("a.h5");
  interrupted(problem(), options, 20, file);
  const auto refused = [&](const char* text, auto&& change) {
    auto changed = options;
    change(changed);
    expectRefused(problem(), changed, file, {text});
  };

  refused("the number of pairs was 3 and is 4 now", [](auto& o) { o.numPairs = 4; });
  refused("the end asked for was largest and is smallest now", [](auto& o) { o.which = ritz::Smallest{}; });
  refused("the seed was 0 and is 9 now", [](auto& o) { o.seed = 9; });
  refused("the method was lanczos and is lobpcg now", [](auto& o) { o.method = ritz::Lobpcg{}; });
  refused("the basis was 12 and is 20 now", [](auto& o) { o.method = ritz::Lanczos{20}; });

  auto looser = options;
  looser.tolerance = 1e-6;
  looser.method = ritz::Lanczos{};
  EXPECT_TRUE(resumed(problem(), looser, file).allConverged());
}

TEST(CheckpointRules, IsRefusedBeforeAnyWorkWhereItCannotBe) {
  const TemporaryFolder folder;
  const auto counting = std::make_shared<ritz::CountingOperator<double>>(problem().A);
  const EigenProblem<double> counted{counting};
  auto options = optionsFor(ritz::Lanczos{12});

  options.checkpoint.file = folder.file("missing/a.h5");
  EXPECT_THROW(ritz::eigsolve<double>(counted, options), DataError);
  options.checkpoint = {folder.file("a.h5"), -1.0};
  EXPECT_THROW(ritz::eigsolve<double>(counted, options), InvalidOption);
  options.checkpoint = {folder.file("a.h5"), std::numeric_limits<double>::quiet_NaN()};
  EXPECT_THROW(ritz::eigsolve<double>(counted, options), InvalidOption);
  options.checkpoint = {folder.file("a.h5"), 1.0};
  options.method = ritz::Lapack{};
  EXPECT_THROW(ritz::eigsolve<double>(counted, options), InvalidOption);
  EXPECT_THROW(resumed(counted, optionsFor(ritz::Lapack{}), folder.file("a.h5")), InvalidOption);
  EXPECT_THROW(resumed(counted, optionsFor(ritz::Lanczos{}), folder.file("missing.h5")), DataError);
  Start<double> both;
  both.resume = folder.file("a.h5");
  both.vectors = std::make_shared<Block>(counting->getDomainMap(), 1);
  EXPECT_THROW(ritz::eigsolve<double>(counted, optionsFor(ritz::Lanczos{}), both), InvalidOption);

  EXPECT_EQ(counting->count().columns, 0);
}

TEST(CheckpointRules, IsNotWrittenByADenseSolveThatWasChosen) {
  const TemporaryFolder folder;
  auto options = optionsFor(ritz::Auto{});
  options.checkpoint = {folder.file("a.h5"), 0.0};

  const auto result = ritz::eigsolve<double>(problem(1.0, 50), options);

  EXPECT_EQ(result.method.name, "dense");
  EXPECT_NE(result.method.why.find("no checkpoint is written"), std::string::npos) << result.method.why;
  EXPECT_EQ(folder.count(), 0);
}
