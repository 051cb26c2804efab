#include "Interruptions.hpp"
#include "TemporaryFolder.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/KrylovInverse.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/ritz.hpp>
#include <ritz/solvers/Checkpoint.hpp>

#include <array>
#include <string>
#include <utility>

namespace {

using namespace ritz::test;
using ritz::EigenOptions;
using ritz::EigenProblem;
using ritz::EigenResult;
using ritz::Start;
using ritz::Status;

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

/// Stopped after four steps of Lanczos with an inverse, and gone on with by that of `later`.
std::array<EigenResult<double>, 2> inTwoParts(const EigenProblem<double>& first,
                                              const EigenProblem<double>& later) {
  const TemporaryFolder folder;
  auto options = optionsFor(ritz::Lanczos{});
  options.which = ritz::Smallest{};
  auto shorter = options;
  shorter.budget.maxIterations = 4;
  auto early = interrupted(first, shorter, 0, folder.file("a.h5"));
  auto late = resumed(later, options, folder.file("a.h5"));
  EXPECT_EQ(early.status, Status::IterationLimit);
  EXPECT_EQ(late.status, Status::Converged) << late.reason;
  return {std::move(early), std::move(late)};
}

TEST(RunCheckpoint, CountsTheSolvesOfAnInverseFromThoseBefore) {
  auto stiff = problem();
  const auto inverse = std::make_shared<ritz::CountingOperator<double>>(
      rotatedOperator(stiff.A->getDomainMap(), [](auto g) { return N / ((real(g) + 1) * (real(g) + 1)); }));
  stiff.shiftInverse = inverse;

  const auto [early, late] = inTwoParts(stiff, stiff);

  EXPECT_GT(early.applications.inverse.columns, 3);
  EXPECT_EQ(late.applications.inverse.columns, inverse->count().columns);
}

TEST(RunCheckpoint, CountsTheProductsInsideAnInverseFromThoseBefore) {
  const auto A = std::make_shared<ritz::CountingOperator<double>>(
      diagonalOperator(ritz::makeMap(N), [](auto g) { return real(g) + 1; }));
  EigenProblem<double> inner{A};
  inner.shiftInverse = ritz::makeKrylovInverse<double>(A);

  const auto [early, late] = inTwoParts(inner, inner);

  EXPECT_GT(early.applications.A.columns, 20);
  const auto verifiedAfterIt = static_cast<long>(early.values.size());
  EXPECT_EQ(late.applications.A.columns, A->count().columns - verifiedAfterIt);
}

TEST(RunCheckpoint, CountsFactorizationsFromThoseBefore) {
  if (!ritz::hasFactorization(ritz::Factorization::Any)) GTEST_SKIP() << "this build is without it";
  const auto A = toeplitzMatrix(ritz::makeMap(N), 2.0, -1.0);
  const auto factored = [&A] { return ritz::makeFactoredInverse<double>(A->matrix(), nullptr, -0.1); };
  EigenProblem<double> first{A}, later{A};
  first.shiftInverse = factored();
  const auto inverse = factored();
  later.shiftInverse = inverse;

  const auto [early, late] = inTwoParts(first, later);

  EXPECT_GE(early.applications.factorizations, 1);
  EXPECT_EQ(late.applications.factorizations,
            early.applications.factorizations + inverse->numFactorizations());
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
