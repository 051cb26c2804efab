#include "Problems.hpp"
#include "TemporaryFolder.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/ritz.hpp>
#include <ritz/solvers/Checkpoint.hpp>

#include <array>
#include <filesystem>
#include <string>

namespace {

using namespace ritz::test;
using ritz::DataError;
using ritz::EigenOptions;
using ritz::EigenProblem;
using ritz::EigenResult;
using ritz::InvalidOption;
using ritz::Start;
using ritz::Status;

constexpr int N = 400;

/// Values 1, 4, 9, … with full eigenvectors: Lanczos needs a few restarts for the smallest.
EigenProblem<double> problem(double factor = 1.0, int n = N) {
  return {rotatedOperator(ritz::makeMap(n),
                          [factor](auto g) { return factor * (real(g) + 1) * (real(g) + 1) / N; })};
}

EigenProblem<double> generalizedProblem() {
  auto result = problem();
  result.mass =
      diagonalOperator(result.A->getDomainMap(), [](auto g) { return 1.0 + 0.5 * std::sin(real(g)); });
  return result;
}

EigenOptions optionsFor(const ritz::Method& method) {
  EigenOptions options;
  options.numPairs = 3;
  options.which = ritz::Largest{};
  options.method = method;
  options.tolerance = 1e-10;
  return options;
}

/// Stopped after so many applications, with a checkpoint.
EigenResult<double> interrupted(const EigenProblem<double>& of, EigenOptions options, long applications,
                                const std::string& file, const std::string& resume = "") {
  options.budget.maxApplications = applications;
  options.checkpoint.file = file;
  Start<double> start;
  start.resume = resume;
  return ritz::eigsolve<double>(of, options, start);
}

EigenResult<double> resumed(const EigenProblem<double>& of, const EigenOptions& options,
                            const std::string& file) {
  Start<double> start;
  start.resume = file;
  return ritz::eigsolve<double>(of, options, start);
}

/// Of the iteration alone.
template <class S>
long iterationColumns(const EigenResult<S>& result) {
  return result.applications.A.columns - result.applications.verificationColumns;
}

void expectSameValues(const EigenResult<double>& result, const EigenResult<double>& expected) {
  EXPECT_EQ(result.status, Status::Converged) << result.reason;
  ASSERT_EQ(result.values.size(), expected.values.size());
  // Both are within their bounds of the same eigenvalues.
  for (std::size_t j = 0; j < expected.values.size(); ++j)
    EXPECT_NEAR(result.values[j], expected.values[j],
                result.errorBounds[j] + expected.errorBounds[j] + 100 * Epsilon * expected.normA);
}

/// The whole solve, to rounding: same steps, same history, values apart by rounding alone.
void expectSameSolve(const EigenResult<double>& result, const EigenResult<double>& expected) {
  EXPECT_EQ(result.status, Status::Converged) << result.reason;
  EXPECT_EQ(iterationColumns(result), iterationColumns(expected));
  EXPECT_EQ(result.applications.A.columns, expected.applications.A.columns + 2) << "one more probe";
  EXPECT_EQ(result.iterations, expected.iterations);
  ASSERT_EQ(result.history.size(), expected.history.size());
  // In between it depends on when the Ritz values were looked at, which a resumed run does once more.
  EXPECT_EQ(result.history.back().converged, expected.history.back().converged);
  ASSERT_EQ(result.values.size(), expected.values.size());
  for (std::size_t j = 0; j < expected.values.size(); ++j)
    EXPECT_NEAR(result.values[j], expected.values[j], 1000 * Epsilon * expected.normA);
}

void expectSameFromEverywhere(const EigenProblem<double>& of, const EigenOptions& options, long every) {
  const TemporaryFolder folder;
  const auto whole = ritz::eigsolve<double>(of, options);
  ASSERT_TRUE(whole.allConverged()) << whole.reason;
  const long last = iterationColumns(whole) + 2;  // with the probe, as the limit counts
  ASSERT_GT(last, 5 * every);
  for (long limit = 3; limit < last; limit += every) {
    SCOPED_TRACE(limit);
    const auto early = interrupted(of, options, limit, folder.file("a.h5"));
    EXPECT_EQ(early.status, Status::ApplicationLimit);
    const auto late = resumed(of, options, folder.file("a.h5"));
    expectSameSolve(late, whole);
    EXPECT_EQ(late.resumed.applications, limit);
  }
}

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

TEST(RunCheckpoint, GoesOnWithLanczosExactlyFromEveryStep) {
  expectSameFromEverywhere(problem(), optionsFor(ritz::Lanczos{12}), 7);
}

TEST(RunCheckpoint, GoesOnWithLanczosThroughAnInvariantSubspace) {
  const auto map = ritz::makeMap(150);
  // Six values: every Krylov space ends after six steps and is continued from fresh directions.
  const EigenProblem<double> few{rotatedOperator(map, [](auto g) { return 1.0 + real(g % 6); })};
  auto options = optionsFor(ritz::Lanczos{20});
  options.numPairs = 10;
  expectSameFromEverywhere(few, options, 2);
}

TEST(RunCheckpoint, GoesOnWithLanczosForTwoOperators) {
  const TemporaryFolder folder;
  const auto options = optionsFor(ritz::Lanczos{12});
  const auto whole = ritz::eigsolve<double>(generalizedProblem(), options);
  for (const long limit : {3L, 10L, 14L, 25L}) {
    SCOPED_TRACE(limit);
    interrupted(generalizedProblem(), options, limit, folder.file("a.h5"));
    const auto late = resumed(generalizedProblem(), options, folder.file("a.h5"));
    expectSameSolve(late, whole);
    EXPECT_GT(late.applications.massInverse.columns, 0);
  }
}

template <class S>
void expectToGoOnExactly(double tolerance) {
  const TemporaryFolder folder;
  const ritz::EigenProblem<S> laplacian{std::make_shared<ritz::Laplacian3d<S>>(
      ritz::worldComm(), std::array<ritz::GlobalIndex, 3>{6, 7, 8}, std::array<double, 3>{1, 1.17, 1.39})};
  auto options = optionsFor(ritz::Lanczos{12});
  options.tolerance = tolerance;
  const auto whole = ritz::eigsolve<S>(laplacian, options);
  auto shorter = options;
  shorter.checkpoint.file = folder.file("a.h5");
  shorter.budget.maxApplications = iterationColumns(whole) / 2;
  EXPECT_EQ(ritz::eigsolve<S>(laplacian, shorter).status, Status::ApplicationLimit);

  ritz::Start<S> start;
  start.resume = shorter.checkpoint.file;
  const auto late = ritz::eigsolve<S>(laplacian, options, start);

  EXPECT_TRUE(late.allConverged()) << late.reason;
  EXPECT_EQ(iterationColumns(late), iterationColumns(whole));
  ASSERT_EQ(late.values.size(), whole.values.size());
  for (std::size_t j = 0; j < whole.values.size(); ++j)
    EXPECT_NEAR(late.values[j], whole.values[j],
                1000 * std::numeric_limits<ritz::Real<S>>::epsilon() * whole.normA);
}

TEST(RunCheckpoint, GoesOnWithoutAMatrix) { expectToGoOnExactly<double>(1e-9); }

#ifdef HAVE_TPETRA_INST_FLOAT
TEST(RunCheckpoint, GoesOnInSinglePrecision) { expectToGoOnExactly<float>(1e-4); }
#endif

#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE
TEST(RunCheckpoint, GoesOnInComplexNumbers) { expectToGoOnExactly<std::complex<double>>(1e-9); }
#endif

TEST(RunCheckpoint, GoesOnManyTimes) {
  const TemporaryFolder folder;
  const auto options = optionsFor(ritz::Lanczos{12});
  const auto whole = ritz::eigsolve<double>(problem(), options);
  const std::string file = folder.file("a.h5");

  int times = 0;
  for (long limit = 10; limit < iterationColumns(whole); limit += 12, ++times)
    ASSERT_EQ(interrupted(problem(), options, limit, file, times > 0 ? file : "").status,
              Status::ApplicationLimit);
  const auto result = resumed(problem(), options, file);

  EXPECT_GT(times, 3);
  EXPECT_EQ(iterationColumns(result), iterationColumns(whole));
  EXPECT_EQ(result.iterations, whole.iterations);
  expectSameValues(result, whole);
  EXPECT_GE(result.seconds.total, result.resumed.seconds);
  EXPECT_GT(result.resumed.seconds, 0.0);
}

TEST(RunCheckpoint, GoesOnWithTheOtherMethodsFromTheirBestVectors) {
  const TemporaryFolder folder;
  for (const ritz::Method method :
       {ritz::Method(ritz::KrylovSchur{}), ritz::Method(ritz::KrylovSchur{24, 2}),
        ritz::Method(ritz::Lobpcg{}), ritz::Method(ritz::Lobpcg{2}), ritz::Method(ritz::Davidson{20}),
        ritz::Method(ritz::Davidson{12, 2, true})}) {
    SCOPED_TRACE(nameOf(method));
    const auto options = optionsFor(method);
    const auto whole = ritz::eigsolve<double>(problem(), options);
    const long limit = iterationColumns(whole) / 2;
    const auto early = interrupted(problem(), options, limit, folder.file("a.h5"));
    ASSERT_EQ(early.status, Status::ApplicationLimit);

    const auto late = resumed(problem(), options, folder.file("a.h5"));

    expectSameValues(late, whole);
    EXPECT_GE(late.resumed.applications, limit);
    EXPECT_GT(late.applications.A.columns, late.resumed.applications);
    EXPECT_GT(late.history.size(), early.history.size());
  }
}

TEST(RunCheckpoint, GoesOnWithASingularMass) {
  const TemporaryFolder folder;
  auto singular = problem();
  singular.mass = diagonalOperator(singular.A->getDomainMap(), [](auto g) { return g < 40 ? 0.0 : 1.0; });
  auto options = optionsFor(ritz::Lanczos{14});
  options.which = ritz::Smallest{};
  const auto whole = ritz::eigsolve<double>(singular, options);
  ASSERT_TRUE(whole.allConverged()) << whole.reason;

  interrupted(singular, options, 9, folder.file("a.h5"));
  EXPECT_TRUE(ritz::readIdentity(*ritz::worldComm(), folder.file("a.h5")).isSwapped);
  expectSameValues(resumed(singular, options, folder.file("a.h5")), whole);
}

TEST(RunCheckpoint, TakesTheMethodOfTheCheckpointWhereNoneIsNamed) {
  const TemporaryFolder folder;
  for (const ritz::Method method :
       {ritz::Method(ritz::Lanczos{17}), ritz::Method(ritz::Lobpcg{6}), ritz::Method(ritz::Davidson{21})}) {
    const auto whole = ritz::eigsolve<double>(problem(), optionsFor(method));
    interrupted(problem(), optionsFor(method), 12, folder.file("a.h5"));

    const auto late = resumed(problem(), optionsFor(ritz::Auto{}), folder.file("a.h5"));

    EXPECT_EQ(late.method.name, nameOf(method));
    EXPECT_EQ(late.method.basis, whole.method.basis);
    EXPECT_EQ(late.method.block, whole.method.block);
    EXPECT_EQ(late.method.chosenBy, "auto");
    expectSameValues(late, whole);
  }
}

TEST(RunCheckpoint, IsWrittenWhenTheMonitorStops) {
  const TemporaryFolder folder;
  auto options = optionsFor(ritz::Lanczos{12});
  options.checkpoint.file = folder.file("a.h5");
  StopsAfter monitor(9);

  const auto early = ritz::eigsolve<double>(problem(), options, {}, &monitor);

  EXPECT_EQ(early.status, Status::Stopped);
  expectSameSolve(resumed(problem(), optionsFor(ritz::Lanczos{12}), options.checkpoint.file),
                  ritz::eigsolve<double>(problem(), optionsFor(ritz::Lanczos{12})));
}

TEST(RunCheckpoint, IsWrittenAfterEachStepForNoInterval) {
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

TEST(RunCheckpoint, IsNotWrittenBeforeItIsDue) {
  const TemporaryFolder folder;
  auto options = optionsFor(ritz::Lanczos{12});
  options.checkpoint = {folder.file("a.h5"), 1e9};

  EXPECT_TRUE(ritz::eigsolve<double>(problem(), options).allConverged());

  EXPECT_EQ(folder.count(), 0);
}

TEST(RunCheckpoint, LimitsApplicationsOfTheWholeAndSecondsOfThisSolve) {
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

TEST(RunCheckpoint, RefusesTheCheckpointOfAnotherProblem) {
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

TEST(RunCheckpoint, RefusesTheCheckpointOfAnotherSolve) {
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

TEST(RunCheckpoint, IsRefusedBeforeAnyWorkWhereItCannotBe) {
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

TEST(RunCheckpoint, IsNotWrittenByADenseSolveThatWasChosen) {
  const TemporaryFolder folder;
  auto options = optionsFor(ritz::Auto{});
  options.checkpoint = {folder.file("a.h5"), 0.0};

  const auto result = ritz::eigsolve<double>(problem(1.0, 50), options);

  EXPECT_EQ(result.method.name, "dense");
  EXPECT_NE(result.method.why.find("no checkpoint is written"), std::string::npos) << result.method.why;
  EXPECT_EQ(folder.count(), 0);
}
