#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/solvers/LapackFinder.hpp>

#include <algorithm>
#include <cmath>

namespace {

using namespace ritz::test;
using ritz::GlobalIndex;
using ritz::Pencil;
using ritz::Which;
using Problem = ritz::EigenProblem<double>;

constexpr std::array<GlobalIndex, 3> Grid{5, 4, 3};
constexpr int n = 60;

/// What the finder gives, in the user's values.
struct Found {
  std::vector<double> values;
  double worstResidual = 0.0;  // ‖A′v − θ′B′v‖₂/(α′ + |θ′|β′)‖v‖₂
  double massDefect = 0.0;     // |VᴴB′V − I|
};

Found find(const Problem& problem, const Which& which, int numPairs) {
  ritz::EigenOptions options;
  const Pencil<double> pencil(problem, options);
  options.which = ritz::scaled(which, pencil.valueScale());
  options.numPairs = numPairs;
  ritz::LapackFinder<double> finder(pencil, options);
  EXPECT_EQ(finder.run(1.0), ritz::RunEnd::EstimatesPass);

  const auto pairs = finder.pairs(numPairs);
  const std::size_t m = pairs.values.size();
  Block AV(pencil.map, m), BV(pencil.map, m);
  pencil.A->apply(pairs.vectors, AV);
  pencil.applyMass(pairs.vectors, BV);
  Found found;
  found.massDefect = distanceFromIdentity(pairs.vectors, BV);
  for (std::size_t j = 0; j < m; ++j) {
    found.values.push_back(pairs.values[j] * pencil.valueScale());
    AV.getVectorNonConst(j)->update(-pairs.values[j], *BV.getVector(j), 1.0);
    const double size = pencil.normA() + std::abs(pairs.values[j]) * pencil.normB();
    found.worstResidual = std::max(found.worstResidual,
                                   AV.getVector(j)->norm2() / (size * pairs.vectors.getVector(j)->norm2()));
  }
  return found;
}

void expectValues(const Found& found, const std::vector<double>& expected, double scale) {
  ASSERT_EQ(found.values.size(), expected.size());
  for (std::size_t j = 0; j < expected.size(); ++j)
    EXPECT_NEAR(found.values[j], expected[j], 100.0 * n * Epsilon * scale) << j;  // backward stable
}

Problem laplacian() {
  return {std::make_shared<ritz::Laplacian3d<double>>(ritz::worldComm(), Grid,
                                                      std::array<double, 3>{1.0, 2.0, 3.5})};
}

std::vector<double> laplacianSpectrum() { return ritz::laplacianSmallest(Grid, {1.0, 2.0, 3.5}, n); }

/// λ = −20, −19, …, 39 with a full B of condition 4.
Problem generalised() {
  const auto map = ritz::makeMap(n);
  const auto mass = [](GlobalIndex g) { return 1.0 + real(g % 4); };
  return {rotatedOperator(map, [mass](GlobalIndex g) { return (real(g) - 20.0) * mass(g); }),
          rotatedOperator(map, mass)};
}

/// K = tridiagonal (2, −1), B = diag(1, 1, 0, 1, 1, 0, …): every third unknown has no mass.
Problem semidefinite(int size) {
  const auto map = ritz::makeMap(size);
  return {toeplitzMatrix(map, 2.0, -1.0),
          diagonalOperator(map, [](GlobalIndex g) { return g % 3 == 2 ? 0.0 : 1.0; })};
}

}  // namespace

TEST(LapackFinder, FindsEveryOrderOfAStandardProblem) {
  std::vector<double> all = laplacianSpectrum();
  const double largest = all.back(), middle = 0.5 * (all[30] + all[31]) + 1e-3;
  const auto first = [&](int k) { return std::vector<double>(all.begin(), all.begin() + k); };

  expectValues(find(laplacian(), ritz::Smallest{}, 7), first(7), largest);
  expectValues(find(laplacian(), ritz::SmallestMagnitude{}, 7), first(7), largest);
  std::vector<double> inside;
  for (const double value : all)
    if (value >= all[10] - 1e-6 && value <= all[20] + 1e-6) inside.push_back(value);
  expectValues(find(laplacian(), ritz::Interval{all[10] - 1e-6, all[20] + 1e-6}, n), inside, largest);
  std::stable_sort(all.begin(), all.end(),
                   [&](double a, double b) { return std::abs(a - middle) < std::abs(b - middle); });
  expectValues(find(laplacian(), ritz::Nearest{middle}, 7), first(7), largest);
  std::sort(all.begin(), all.end(), std::greater<>());
  expectValues(find(laplacian(), ritz::Largest{}, 7), first(7), largest);
  expectValues(find(laplacian(), ritz::LargestMagnitude{}, 7), first(7), largest);
}

TEST(LapackFinder, FindsEveryOrderOfAGeneralisedProblem) {
  const Problem problem = generalised();

  expectValues(find(problem, ritz::Smallest{}, 3), {-20, -19, -18}, 160);
  expectValues(find(problem, ritz::Largest{}, 3), {39, 38, 37}, 160);
  expectValues(find(problem, ritz::LargestMagnitude{}, 3), {39, 38, 37}, 160);
  expectValues(find(problem, ritz::Nearest{-4.9}, 4), {-5, -4, -6, -3}, 160);
  expectValues(find(problem, ritz::Interval{-2.5, 1.5}, 10), {-2, -1, 0, 1}, 160);
  expectValues(find(problem, ritz::Interval{-2.5, 1.5}, 2), {-2, -1}, 160);
  const Found least = find(problem, ritz::SmallestMagnitude{}, 3);
  EXPECT_NEAR(least.values[0], 0.0, 1e-11);
  EXPECT_NEAR(std::abs(least.values[1]), 1.0, 1e-11);
  EXPECT_NEAR(std::abs(least.values[2]), 1.0, 1e-11);
}

TEST(LapackFinder, GivesVectorsOrthonormalInBWithResidualsAtRounding) {
  for (const Problem& problem : {laplacian(), generalised(), semidefinite(n)}) {
    const Found found = find(problem, ritz::Smallest{}, 20);

    EXPECT_LE(found.worstResidual, 100.0 * n * Epsilon);
    EXPECT_LE(found.massDefect, 100.0 * n * Epsilon);
  }
}

TEST(LapackFinder, FindsMultipleValuesWhole) {
  const auto map = ritz::makeMap(n);
  const Problem problem{rotatedOperator(map, [](GlobalIndex g) { return g < 9 ? 5.0 : 1.0; })};

  const Found found = find(problem, ritz::Largest{}, 10);

  expectValues(found, {5, 5, 5, 5, 5, 5, 5, 5, 5, 1}, 5);
}

TEST(LapackFinder, GivesNoneForAnEmptyInterval) {
  EXPECT_TRUE(find(generalised(), ritz::Interval{0.25, 0.75}, 5).values.empty());
}

TEST(LapackFinder, WorksWhereSomeRanksHaveNoEntries) {
  for (const auto& map : {mapOnLastRank(6), ritz::makeMap(2)}) {
    const Problem problem{rotatedOperator(map, [](GlobalIndex g) { return real(g) + 1.0; }),
                          diagonalOperator(map, [](GlobalIndex) { return 0.5; })};

    const Found found = find(problem, ritz::Smallest{}, 2);

    expectValues(found, {2.0, 4.0}, 12.0);
    EXPECT_LE(found.worstResidual, 100.0 * n * Epsilon);
  }
}

TEST(LapackFinder, CanDoNoBetterWhenCalledAgain) {
  const Pencil<double> pencil(laplacian(), {});
  ritz::LapackFinder<double> finder(pencil, {});
  finder.run(1.0);

  EXPECT_EQ(finder.run(0.5), ritz::RunEnd::Exhausted);
  EXPECT_FALSE(finder.exhaustedBecause.empty());
  EXPECT_TRUE(finder.seesMultiplicity());
  EXPECT_EQ(finder.available(), n);
}

TEST(LapackFinder, CostsNProductsOfEach) {
  const Pencil<double> pencil(generalised(), {});
  const long probes = pencil.A->count().columns;
  ritz::LapackFinder<double> finder(pencil, {});

  finder.run(1.0);

  EXPECT_EQ(pencil.A->count().columns - probes, n);
  EXPECT_EQ(pencil.mass->count().columns - probes, n);
}

TEST(LapackFinder, SplitsOffTheInfiniteValuesOfASingularMass) {
  // n = 3: the middle of (2, −1; −1, 2, −1; −1, 2) has no mass. Its elimination leaves (3/2, −1/2; −1/2, 3/2)
  // on the other two: values 1 and 2.
  const auto map = ritz::makeMap(3);
  const Problem problem{toeplitzMatrix(map, 2.0, -1.0),
                        diagonalOperator(map, [](GlobalIndex g) { return g == 1 ? 0.0 : 1.0; })};

  const Found found = find(problem, ritz::Smallest{}, 3);

  expectValues(found, {1.0, 2.0}, 4.0);
  EXPECT_LE(found.worstResidual, 100.0 * n * Epsilon);
}

TEST(LapackFinder, SolvesRotatedSingularMassesToo) {
  // d_A/d_B = 1, 2, …, and +∞ for the last five, B of rank n − 5 without a zero entry.
  const auto map = ritz::makeMap(n);
  const auto mass = [](GlobalIndex g) { return g >= n - 5 ? 0.0 : 1.0 / (1.0 + real(g % 3)); };
  const Problem problem{
      rotatedOperator(
          map, [mass](GlobalIndex g) { return mass(g) > 0.0 ? (real(g) + 1.0) * mass(g) : 1.0 + real(g); }),
      rotatedOperator(map, mass)};

  const Found found = find(problem, ritz::Smallest{}, 4);

  expectValues(found, {1.0, 2.0, 3.0, 4.0}, 3.0 * n);
  EXPECT_LE(found.worstResidual, 100.0 * n * Epsilon);
}

TEST(LapackFinder, RefusesTheInfiniteEndOfASingularMass) {
  EXPECT_THROW(find(semidefinite(9), ritz::Largest{}, 2), ritz::IndefiniteMass);
  EXPECT_THROW(find(semidefinite(9), ritz::LargestMagnitude{}, 2), ritz::IndefiniteMass);
  for (const int rank : {1, 10, 30, 59}) {
    const auto map = ritz::makeMap(n);
    const Problem problem{rotatedOperator(map, [](GlobalIndex g) { return real(g) + 1.0; }),
                          rotatedOperator(map, [rank](GlobalIndex g) { return g < rank ? 1.0 : 0.0; })};
    EXPECT_THROW(find(problem, ritz::Largest{}, 2), ritz::IndefiniteMass) << rank;
  }
}

TEST(LapackFinder, FindsTheOtherEndsOfASingularMass) {
  const std::vector<double> smallest =
      find(semidefinite(9), ritz::Smallest{}, 6).values;  // all finite ones, ascending
  const double sixth = smallest[5];

  expectValues(find(semidefinite(9), ritz::Nearest{sixth}, 1), {sixth}, 4.0);
  expectValues(find(semidefinite(9), ritz::SmallestMagnitude{}, 2), {smallest[0], smallest[1]}, 4.0);
  expectValues(find(semidefinite(9), ritz::Interval{-1.0, 100.0}, 9), smallest, 4.0);
}

TEST(LapackFinder, RefusesAPencilWithACommonNullVector) {
  const auto map = ritz::makeMap(n);
  const auto value = [](GlobalIndex g) { return g == 4 ? 0.0 : real(g) + 1.0; };

  EXPECT_THROW(find({diagonalOperator(map, value), diagonalOperator(map, value)}, ritz::Smallest{}, 2),
               ritz::IndefiniteMass);
  EXPECT_THROW(find({rotatedOperator(map, value), rotatedOperator(map, value)}, ritz::Smallest{}, 2),
               ritz::IndefiniteMass);
}

TEST(LapackFinder, RefusesAnIndefiniteMass) {
  const auto map = ritz::makeMap(n);
  const Problem problem{diagonalOperator(map, [](GlobalIndex g) { return real(g) + 1.0; }),
                        rotatedOperator(map, [](GlobalIndex g) { return g == 3 ? -0.01 : 1.0; })};

  try {
    find(problem, ritz::Smallest{}, 2);
    FAIL() << "nothing was thrown";
  } catch (const ritz::IndefiniteMass& error) {
    EXPECT_NE(std::string(error.what()).find("-0.01"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("swap"), std::string::npos) << error.what();
  }
}

TEST(LapackFinder, RefusesANonsymmetricMatrixThatTheProbeLetPass) {
  // Exact on the two columns of the probe's block, nonsymmetric on the wide blocks after it.
  const auto map = ritz::makeMap(n);
  const auto fickle = ritz::makeOperator<double>(map, [](const Block& X, Block& Y) {
    Y.update(2.0, X, 0.0);
    if (X.getNumVectors() > 2)
      for (std::size_t j = 0; j + 1 < X.getNumVectors(); ++j)
        Y.getVectorNonConst(j)->update(0.1, *X.getVector(j + 1), 1.0);
  });

  EXPECT_THROW(find({fickle}, ritz::Smallest{}, 2), ritz::NotSymmetric);
}

TEST(LapackFinder, FormsTheMatrixInTheOrderOfTheRanks) {
  const auto map = ritz::makeMap(70);  // more than one block of columns
  const auto A = toeplitzMatrix(map, 2.0, -1.0);

  const auto matrix = ritz::formMatrix<double>(*A);

  const auto columns = denseColumns(*A);
  for (int j = 0; j < 70; ++j)
    for (int i = 0; i < 70; ++i)
      EXPECT_EQ(matrix(i, j), columns[static_cast<std::size_t>(j)][static_cast<std::size_t>(i)]);
}
