#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <numeric>

namespace {

using namespace ritz::test;

/// diag(0, 0, 1, 1, 2, 2, …), or of other values.
ritz::EigenProblem<double> diagonalProblem(ritz::GlobalIndex n, const Entry& value) {
  std::vector<ritz::MatrixEntry<double>> entries;
  for (ritz::GlobalIndex i = 0; i < n; ++i) entries.push_back({i, i, value(i)});
  const auto A = matrixOf(ritz::makeMap(n), entries);
  ritz::EigenProblem<double> problem{A};
  problem.shiftInverse = ritz::makeFactoredInverse<double>(A->matrix(), nullptr, 0.3);
  return problem;
}

ritz::EigenResult<double> solve(const ritz::EigenProblem<double>& problem, int k, double a, double b) {
  ritz::EigenOptions options;
  options.numPairs = k;
  options.which = ritz::Interval{a, b};
  options.method = ritz::Lanczos{};
  return ritz::eigsolve<double>(problem, options);
}

void expectValues(const ritz::EigenResult<double>& result, const std::vector<double>& expected) {
  EXPECT_TRUE(result.allConverged()) << result.reason;
  ASSERT_EQ(result.values.size(), expected.size()) << result.reason;
  for (std::size_t j = 0; j < expected.size(); ++j) EXPECT_NEAR(result.values[j], expected[j], 1e-9) << j;
}

double pairs(ritz::GlobalIndex g) { return real(g / 2); }

class SliceFinder : public testing::Test {
  void SetUp() override {
    if (!ritz::hasFactorization()) GTEST_SKIP() << "this build has no sparse factorisation";
  }
};

}  // namespace

TEST_F(SliceFinder, FindsAllValuesOfAnIntervalWithTheirCopies) {
  const auto result = solve(diagonalProblem(400, pairs), 30, 9.5, 15.5);

  expectValues(result, {10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15});
  EXPECT_NE(result.reason.find("12 eigenvalues lie in the interval, no more, by inertia"), std::string::npos)
      << result.reason;
}

TEST_F(SliceFinder, TakesEndsThatAreEigenvalues) {
  expectValues(solve(diagonalProblem(400, pairs), 30, 10.0, 12.0), {10, 10, 11, 11, 12, 12});
}

TEST_F(SliceFinder, FindsManyValuesSliceBySlice) {
  const auto result = solve(diagonalProblem(500, real), 200, 99.5, 259.5);

  std::vector<double> expected(160);
  std::iota(expected.begin(), expected.end(), 100.0);
  expectValues(result, expected);
}

TEST_F(SliceFinder, GivesTheFirstOfMoreThanAskedFor) {
  const auto result = solve(diagonalProblem(500, real), 7, 99.5, 259.5);

  expectValues(result, {100, 101, 102, 103, 104, 105, 106});
  EXPECT_NE(result.reason.find("exactly 160 eigenvalues lie in the interval"), std::string::npos)
      << result.reason;
}

TEST_F(SliceFinder, SaysThatAnIntervalIsEmpty) {
  const auto result = solve(diagonalProblem(400, pairs), 5, 10.2, 10.8);

  expectValues(result, {});
  EXPECT_NE(result.reason.find("no eigenvalue lies in the interval"), std::string::npos) << result.reason;
}

TEST_F(SliceFinder, TakesInfiniteEnds) {
  const auto problem = diagonalProblem(300, real);

  expectValues(solve(problem, 10, -Infinity, 3.5), {0, 1, 2, 3});
  expectValues(solve(problem, 10, 296.5, Infinity), {297, 298, 299});
}
