#include "FoundByLapack.hpp"

#include <ritz/operators/Error.hpp>

#include <string>
#include <vector>

/// LapackFinder where B is singular, or worse.
using namespace ritz::test;
using ritz::GlobalIndex;

TEST(LapackSingularMass, SplitsOffTheInfiniteValuesOfASingularMass) {
  // n = 3: the middle of (2, −1; −1, 2, −1; −1, 2) has no mass. Its elimination leaves (3/2, −1/2; −1/2, 3/2)
  // on the other two: values 1 and 2.
  const auto map = ritz::makeMap(3);
  const Problem problem{toeplitzMatrix(map, 2.0, -1.0),
                        diagonalOperator(map, [](GlobalIndex g) { return g == 1 ? 0.0 : 1.0; })};

  const Found found = find(problem, ritz::Smallest{}, 3);

  expectValues(found, {1.0, 2.0}, 4.0);
  EXPECT_LE(found.worstResidual, 100.0 * n * Epsilon);
}

TEST(LapackSingularMass, SolvesRotatedSingularMassesToo) {
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

TEST(LapackSingularMass, RefusesTheInfiniteEndOfASingularMass) {
  EXPECT_THROW(find(semidefinite(9), ritz::Largest{}, 2), ritz::IndefiniteMass);
  EXPECT_THROW(find(semidefinite(9), ritz::LargestMagnitude{}, 2), ritz::IndefiniteMass);
  for (const int rank : {1, 10, 30, 59}) {
    const auto map = ritz::makeMap(n);
    const Problem problem{rotatedOperator(map, [](GlobalIndex g) { return real(g) + 1.0; }),
                          rotatedOperator(map, [rank](GlobalIndex g) { return g < rank ? 1.0 : 0.0; })};
    EXPECT_THROW(find(problem, ritz::Largest{}, 2), ritz::IndefiniteMass) << rank;
  }
}

TEST(LapackSingularMass, FindsTheOtherEndsOfASingularMass) {
  const std::vector<double> smallest =
      find(semidefinite(9), ritz::Smallest{}, 6).values;  // all finite ones, ascending
  const double sixth = smallest[5];

  expectValues(find(semidefinite(9), ritz::Nearest{sixth}, 1), {sixth}, 4.0);
  expectValues(find(semidefinite(9), ritz::SmallestMagnitude{}, 2), {smallest[0], smallest[1]}, 4.0);
  expectValues(find(semidefinite(9), ritz::Interval{-1.0, 100.0}, 9), smallest, 4.0);
}

TEST(LapackSingularMass, RefusesAPencilWithACommonNullVector) {
  const auto map = ritz::makeMap(n);
  const auto value = [](GlobalIndex g) { return g == 4 ? 0.0 : real(g) + 1.0; };

  EXPECT_THROW(find({diagonalOperator(map, value), diagonalOperator(map, value)}, ritz::Smallest{}, 2),
               ritz::IndefiniteMass);
  EXPECT_THROW(find({rotatedOperator(map, value), rotatedOperator(map, value)}, ritz::Smallest{}, 2),
               ritz::IndefiniteMass);
}

TEST(LapackSingularMass, RefusesAnIndefiniteMass) {
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
