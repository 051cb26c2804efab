#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/operators/KrylovInverse.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <algorithm>
#include <cmath>

namespace {

using namespace ritz::test;
using ritz::Factorization;
using Matrix = std::shared_ptr<const ritz::MatrixOperator<double>>;
using Problem = ritz::EigenProblem<double>;

Matrix diagonalMatrix(ritz::GlobalIndex n, const Entry& value) {
  std::vector<ritz::MatrixEntry<double>> entries;
  for (ritz::GlobalIndex i = 0; i < n; ++i) entries.push_back({i, i, value(i)});
  return matrixOf(ritz::makeMap(n), entries);
}

/// The Laplacian of `paths` paths of m points each: 0 `paths` times, and each 2 − 2 cos(jπ/m) as often.
Matrix paths(ritz::GlobalIndex m, int count) {
  std::vector<ritz::MatrixEntry<double>> entries;
  for (ritz::GlobalIndex p = 0; p < count; ++p)
    for (ritz::GlobalIndex i = p * m; i + 1 < (p + 1) * m; ++i)
      entries.insert(entries.end(), {{i, i, 1.0}, {i + 1, i + 1, 1.0}, {i, i + 1, -1.0}, {i + 1, i, -1.0}});
  return matrixOf(ritz::makeMap(m * count), entries);
}

ritz::EigenResult<double> solve(const Problem& problem, int k, const ritz::Which& which, int numGuards = -1) {
  ritz::EigenOptions options;
  options.numGuards = numGuards;
  options.numPairs = k;
  options.which = which;
  options.method = ritz::Lanczos{};
  return ritz::eigsolve<double>(problem, options);
}

void expectValues(const ritz::EigenResult<double>& result, const std::vector<double>& expected, double off) {
  EXPECT_TRUE(result.allConverged()) << result.reason;
  ASSERT_EQ(result.values.size(), expected.size());
  for (std::size_t j = 0; j < expected.size(); ++j) EXPECT_NEAR(result.values[j], expected[j], off) << j;
}

/// Beyond the values, B-orthonormal to all, with images and Rayleigh quotients; k + 10 at most.
void expectGuards(const ritz::EigenResult<double>& result) {
  EXPECT_TRUE(result.allConverged()) << result.reason;
  const std::size_t k = result.values.size(), count = result.guards.values.size();
  ASSERT_GE(count, 4U);
  EXPECT_LE(count, k + 10);
  const Block &G = *result.guards.vectors, AG = image(result.problem.A, G);
  EXPECT_LE(distance(AG, *result.guards.images), 1e-13);
  Block all(G.getMap(), k + count);
  for (std::size_t j = 0; j < k + count; ++j)
    all.getVectorNonConst(j)->update(1.0, *(j < k ? result.vectors->getVector(j) : G.getVector(j - k)), 0.0);
  EXPECT_LE(distanceFromIdentity(all, image(result.problem.mass, all)), 1e-12);
  for (std::size_t j = 0; j < count; ++j) {
    EXPECT_NEAR(result.guards.values[j], G.getVector(j)->dot(*AG.getVector(j)), 1e-13);
    EXPECT_GT(result.guards.values[j], result.values.back() - 1e-12);
  }
}

/// With inertia and without it.
class ShiftInvert : public testing::TestWithParam<Factorization> {
 protected:
  void SetUp() override {
    if (!ritz::hasFactorization(GetParam())) GTEST_SKIP() << "this build is without it";
  }
  static bool hasInertia() { return GetParam() == Factorization::Mumps; }
  static Problem factored(const Matrix& A, const Matrix& B = nullptr, double sigma = 0.0) {
    Problem problem{A, B};
    problem.shiftInverse =
        ritz::makeFactoredInverse<double>(A->matrix(), B ? B->matrix() : nullptr, sigma, GetParam());
    return problem;
  }
};
INSTANTIATE_TEST_SUITE_P(Libraries, ShiftInvert, testing::Values(Factorization::Mumps, Factorization::Klu2));

}  // namespace

TEST_P(ShiftInvert, FindsTheSmallestValuesInFewSteps) {
  const auto A = diagonalMatrix(500, [](auto g) { return (1.0 + real(g)) * (1.0 + real(g)); });

  const auto result = solve(factored(A), 5, ritz::Smallest{});

  expectValues(result, {1, 4, 9, 16, 25}, 1e-8);
  if (!hasInertia()) return;
  EXPECT_LE(result.applications.inverse.columns, 20);
  // The probe, one for each pair, twice, and one for each guard.
  EXPECT_LE(result.applications.A.columns, 12 + static_cast<long>(result.guards.values.size()));
  EXPECT_EQ(result.applications.factorizations, 2);
  EXPECT_NE(result.reason.find("by inertia 4 eigenvalues are below"), std::string::npos) << result.reason;
}

TEST_P(ShiftInvert, FindsAllCopiesOfMultipleValues) {
  const auto A = paths(40, 4);
  const double first = 2.0 - 2.0 * std::cos(M_PI / 40);

  const auto result = solve(factored(A), 7, ritz::Smallest{});

  expectValues(result, {0, 0, 0, 0, first, first, first}, 1e-12);
  EXPECT_EQ(result.numZero, 4);
}

TEST_P(ShiftInvert, MovesBelowASpectrumThatReachesBelowZeroOrSaysSo) {
  const auto A = diagonalMatrix(300, [](auto g) { return real(g) - 120.0; });

  if (hasInertia())
    expectValues(solve(factored(A), 4, ritz::Smallest{}), {-120, -119, -118, -117}, 1e-8);
  else
    EXPECT_THROW(solve(factored(A), 4, ritz::Smallest{}), ritz::InvalidOption);
}

TEST_P(ShiftInvert, FindsTheNearestValuesOnBothSides) {
  const auto A = diagonalMatrix(300, [](auto g) { return 1.0 + real(g); });
  const auto B = diagonalMatrix(300, [](auto) { return 2.0; });

  const auto result = solve(factored(A, B), 5, ritz::Nearest{50.1});

  expectValues(result, {50, 50.5, 49.5, 51, 49}, 1e-9);
  if (!hasInertia()) return;
  EXPECT_NE(result.reason.find("all of them found"), std::string::npos) << result.reason;
}

TEST_P(ShiftInvert, GoesBesideAShiftThatIsAnEigenvalue) {
  const auto A = diagonalMatrix(300, [](auto g) { return real(g) - 100.0; });

  auto result = solve(factored(A), 3, ritz::Nearest{7.0});
  std::sort(result.values.begin(), result.values.end());  // 6 and 8 are equally near
  expectValues(result, {6, 7, 8}, 1e-9);
  EXPECT_NEAR(solve(factored(A), 3, ritz::SmallestMagnitude{}).values[0], 0.0, 1e-10);
}

TEST_P(ShiftInvert, GivesGuardsForNoSolve) {
  const auto map = ritz::makeMap(400);
  for (const auto& B : {Matrix(), diagonalMatrix(400, [](auto g) { return g % 4 == 0 ? 0.0 : 1.0; })}) {
    const Problem problem = factored(toeplitzMatrix(map, 2.0, -1.0), B);

    const auto result = solve(problem, 4, ritz::Smallest{});
    const auto without = solve(problem, 4, ritz::Smallest{}, 0);

    expectGuards(result);
    EXPECT_EQ(result.applications.inverse.columns, without.applications.inverse.columns);
    EXPECT_TRUE(without.guards.values.empty());
    const auto numGuards = static_cast<long>(result.guards.values.size());
    EXPECT_EQ(result.applications.A.columns, without.applications.A.columns + numGuards);
    EXPECT_EQ(result.applications.verificationColumns, without.applications.verificationColumns + numGuards);
  }
}

TEST_P(ShiftInvert, GivesGuardsBehindCopiesThatItFound) {
  expectGuards(solve(factored(paths(40, 4)), 7, ritz::Smallest{}));
}

TEST_P(ShiftInvert, GivesNoGuardsInsideTheSpectrum) {
  const auto A = diagonalMatrix(300, [](auto g) { return 1.0 + real(g); });
  EXPECT_TRUE(solve(factored(A), 3, ritz::Nearest{50.1}).guards.values.empty());
}

TEST_P(ShiftInvert, TakesASingularMass) {
  const auto A = diagonalMatrix(200, [](auto g) { return 1.0 + real(g); });
  const auto B = diagonalMatrix(200, [](auto g) { return g % 4 == 0 ? 0.0 : 1.0; });  // 2, 3, 4, 6, …

  const auto result = solve(factored(A, B), 5, ritz::Smallest{});

  expectValues(result, {2, 3, 4, 6, 7}, 1e-9);
  for (const double residual : result.residuals) EXPECT_LT(residual, 1e-8 * 200);
}

TEST_P(ShiftInvert, SaysWhenASingularMassLeavesTooFewFiniteValues) {
  const auto A = diagonalMatrix(200, [](auto g) { return 1.0 + real(g); });
  const auto B = diagonalMatrix(200, [](auto g) { return g < 3 ? 1.0 : 0.0; });

  const auto result = solve(factored(A, B), 5, ritz::Smallest{});

  EXPECT_EQ(result.status, ritz::Status::Breakdown);
  EXPECT_NE(result.reason.find("no more values are finite"), std::string::npos) << result.reason;
  ASSERT_EQ(result.values.size(), 3U);
  EXPECT_NEAR(result.values[2], 3.0, 1e-10);
}

TEST(ShiftInvertByInnerSolves, FindsTheSmallestValuesAndCountsItsProducts) {
  const auto map = ritz::makeMap(200);
  const auto A = std::make_shared<ritz::CountingOperator<double>>(
      diagonalOperator(map, [](auto g) { return (1.0 + real(g)) * (1.0 + real(g)); }));
  Problem problem{A};
  problem.shiftInverse = ritz::makeKrylovInverse<double>(A);

  const auto result = solve(problem, 3, ritz::Smallest{});

  expectValues(result, {1, 4, 9}, 1e-8);
  EXPECT_EQ(result.applications.A.columns, A->count().columns);
}

TEST(ShiftInvertByAnyOperator, FindsOutItsShift) {
  const auto map = ritz::makeMap(200);
  Problem problem{diagonalOperator(map, [](auto g) { return 1.0 + real(g); })};
  problem.shiftInverse = diagonalOperator(map, [](auto g) { return 1.0 / (1.0 + real(g) - 20.3); });

  expectValues(solve(problem, 3, ritz::Nearest{20.3}), {20, 21, 19}, 1e-9);
  EXPECT_THROW(solve(problem, 3, ritz::Nearest{50.0}), ritz::InvalidOption);
}

TEST(ShiftInvertByAnyOperator, IsRefusedIfItIsNoInverse) {
  const auto map = ritz::makeMap(200);
  Problem problem{diagonalOperator(map, [](auto g) { return 1.0 + real(g); })};
  problem.shiftInverse = diagonalOperator(map, [](auto g) { return 1.0 / (3.0 + real(g % 7)); });

  EXPECT_THROW(solve(problem, 3, ritz::SmallestMagnitude{}), ritz::InvalidOption);
}
