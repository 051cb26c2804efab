#include "FoundByLapack.hpp"

#include <ritz/operators/Error.hpp>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace ritz::test;
using ritz::GlobalIndex;
using ritz::Pencil;

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
