#include <ritz/operators/Error.hpp>
#include <ritz/solvers/GolubKahan.hpp>
#include <ritz/solvers/SmallSvd.hpp>

#include "solvers/SingularValues.hpp"

#include <algorithm>
#include <cmath>

namespace {

using ritz::Dense;
using ritz::GlobalIndex;
using ritz::GolubKahan;
using ritz::OperatorPair;
using ritz::test::Block;
using ritz::test::distance;
using ritz::test::distanceFromIdentity;
using ritz::test::Epsilon;
using ritz::test::hashBlock;
using ritz::test::operatorWith;

Dense<double> unit(int size) {
  Dense<double> I(size, size);
  for (int j = 0; j < size; ++j) I(j, j) = 1.0;
  return I;
}

/// Singular values over fourteen decades.
double graded(GlobalIndex i) {
  return std::pow(10.0, -0.5 * static_cast<double>(std::min<GlobalIndex>(i, 40)));
}

/// ‖A′V − U B‖ and the orthogonality of both, all to a few ε times the number of steps.
void expectRecurrence(const OperatorPair<double>& pair, const GolubKahan<double>& basis, double norm) {
  const Block U = basis.left(unit(basis.size())), V = basis.right(unit(basis.size()));
  const double rounding = 30 * basis.size() * Epsilon;
  EXPECT_LE(distanceFromIdentity(U, U), rounding);
  EXPECT_LE(distanceFromIdentity(V, V), rounding);
  Block AV(U, Teuchos::Copy);
  pair.forward().apply(V, AV);
  EXPECT_LE(distance(AV, basis.left(basis.projected())), rounding * norm);
}

TEST(GolubKahan, KeepsItsRecurrenceAndBothBasesOrthogonal) {
  for (const auto& [rows, columns] : std::vector<std::pair<GlobalIndex, GlobalIndex>>{{90, 70}, {70, 90}}) {
    const OperatorPair<double> pair(operatorWith(rows, columns, graded), 0, "A");
    EXPECT_EQ(pair.isSwapped(), rows < columns);
    GolubKahan<double> basis(pair, 30, hashBlock(pair.domain(), 1), nullptr, nullptr, 0);
    for (int step = 0; step < 30; ++step) ASSERT_TRUE(basis.expand());
    expectRecurrence(pair, basis, pair.norm());
    EXPECT_EQ(pair.columns(), 1 + 60 + 30);  // a probe, the steps, and the check
  }
}

TEST(GolubKahan, HasTheSmallSingularValuesToTheRoundingOfTheNorm) {
  const OperatorPair<double> pair(operatorWith(60, 50, graded), 0, "A");
  GolubKahan<double> basis(pair, 50, hashBlock(pair.domain(), 1), nullptr, nullptr, 0);
  while (basis.expand()) {
  }
  EXPECT_EQ(basis.size(), 50);
  const auto small = ritz::smallSvd(basis.projected());
  for (int i = 0; i < 28; ++i)
    EXPECT_NEAR(small.values[static_cast<std::size_t>(i)] / pair.scale(), graded(i), 200 * Epsilon) << i;
}

TEST(GolubKahan, GoesOnAfterARestart) {
  const OperatorPair<double> pair(operatorWith(90, 70, graded), 0, "A");
  GolubKahan<double> basis(pair, 16, hashBlock(pair.domain(), 1), nullptr, nullptr, 0);
  for (int restart = 0; restart < 3; ++restart) {
    while (basis.size() < 16) ASSERT_TRUE(basis.expand());
    const auto small = ritz::smallSvd(basis.projected());
    Dense<double> X(16, 7), Y(16, 7);
    for (int j = 0; j < 7; ++j) {
      std::copy_n(small.left.column(j), 16, X.column(j));
      std::copy_n(small.right.column(j), 16, Y.column(j));
    }
    basis.compress(X, Y, {small.values.begin(), small.values.begin() + 7});
    ASSERT_TRUE(basis.expand());
    expectRecurrence(pair, basis, pair.norm());
  }
}

TEST(GolubKahan, ContinuesInvariantSubspacesUntilTheSpaceIsFull) {
  const OperatorPair<double> pair(operatorWith(12, 9, [](auto i) { return i < 4 ? 2.0 : 0.0; }), 0, "A");
  GolubKahan<double> basis(pair, 9, hashBlock(pair.domain(), 1), nullptr, nullptr, 0);
  int steps = 0;
  while (basis.expand()) ++steps;
  EXPECT_EQ(steps, 9);
  expectRecurrence(pair, basis, pair.norm());
  const auto small = ritz::smallSvd(basis.projected());
  for (std::size_t j = 0; j < 9; ++j)
    EXPECT_NEAR(small.values[j] / pair.scale(), j < 4 ? 2.0 : 0.0, 100 * Epsilon);
}

TEST(GolubKahan, StaysOrthogonalToWhatIsDeflated) {
  const OperatorPair<double> pair(operatorWith(90, 70, graded), 0, "A");
  // The reflections' images of the first units are the singular vectors.
  const Block U = ritz::test::rotatedUnits(pair.range(), {0, 1}),
              V = ritz::test::rotatedUnits(pair.domain(), {0, 1});
  GolubKahan<double> basis(pair, 20, hashBlock(pair.domain(), 1), &U, &V, 0);
  for (int step = 0; step < 20; ++step) ASSERT_TRUE(basis.expand());
  const auto small = ritz::smallSvd(basis.projected());
  EXPECT_NEAR(small.values.front() / pair.scale(), graded(2), 1e-13);
  expectRecurrence(pair, basis, pair.norm());
}

}  // namespace
