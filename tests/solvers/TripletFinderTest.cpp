#include "solvers/TripletSearch.hpp"

#include <cmath>
#include <utility>

using namespace ritz;
using namespace ritz::test;

namespace {

double falling(GlobalIndex i) { return 5e4 / (1.0 + 0.2 * real(i)); }

/// ‖A′ᴴu − σ′v‖ and ‖A′v − σ′u‖ of triplet j, by fresh products.
std::pair<double, double> residuals(const TripletSearch& search, int j) {
  const Block u = search.finder.left(j, 1), v = search.finder.right(j, 1);
  Block ofV(u, Teuchos::Copy), ofU(v, Teuchos::Copy);
  search.pair.forward().apply(v, ofV);
  search.pair.backward().apply(u, ofU);
  ofV.update(-search.finder.value(j), u, 1.0);
  ofU.update(-search.finder.value(j), v, 1.0);
  return {norms(ofU)[0], norms(ofV)[0]};
}

TEST(TripletFinder, FindsTheLargestOfTallAndWideOperatorsWithRestarts) {
  for (const auto& [rows, columns] : {std::pair(90, 60), std::pair(60, 90)}) {
    TripletSearch search(operatorWith(rows, columns, falling), largestOf(3, 12));
    EXPECT_EQ(search.finder.run(1.0), RunEnd::EstimatesPass);
    EXPECT_GT(search.pair.columns(), 1 + 2 * 12);
    for (int j = 0; j < 3; ++j) {
      // σ is right to the residual, which is at most tolerance·‖A‖.
      EXPECT_NEAR(search.found(j), falling(j), 1.1e-10 * falling(0));
      const auto [right, left] = residuals(search, j);
      EXPECT_NEAR(right, search.finder.residual(j), 1e-13 * search.pair.norm());
      EXPECT_LE(left, 1e-13 * search.pair.norm());
    }
  }
}

TEST(TripletFinder, FindsTheSmallestOnceTheSpaceIsFull) {
  TripletGoal<double> goal = largestOf(2, 30);
  goal.which = Smallest{};
  TripletSearch search(operatorWith(50, 30, falling), goal);
  EXPECT_EQ(search.finder.run(1.0), RunEnd::EstimatesPass);
  EXPECT_NEAR(search.found(0), falling(29), 1e-11 * falling(0));
  EXPECT_NEAR(search.found(1), falling(28), 1e-11 * falling(0));
}

TEST(TripletFinder, GoesOnWhereItWasWithLessSlack) {
  TripletSearch search(operatorWith(90, 60, falling), largestOf(2, 20, 1e-4));
  ASSERT_EQ(search.finder.run(1.0), RunEnd::EstimatesPass);
  const long first = search.pair.columns();
  EXPECT_GT(search.finder.residual(1), 1e-10 * search.pair.norm());
  ASSERT_EQ(search.finder.run(1e-6), RunEnd::EstimatesPass);
  EXPECT_LE(search.finder.residual(1), 1e-10 * search.pair.norm());

  TripletSearch fresh(operatorWith(90, 60, falling), largestOf(2, 20, 1e-10));
  fresh.finder.run(1.0);
  EXPECT_LE(search.pair.columns(), fresh.pair.columns() + 2);
  EXPECT_LT(first, fresh.pair.columns());
}

TEST(TripletFinder, StopsAtALimitWithWhatThereIs) {
  TripletSearch search(operatorWith(90, 60, falling), largestOf(3, 20), productsUpTo(15));
  EXPECT_EQ(search.finder.run(1.0), RunEnd::Supervised);
  EXPECT_EQ(nameOf(search.finder.stopStatus), "application-limit");
  EXPECT_EQ(search.finder.available(), 7);  // a probe, and two products for each
  EXPECT_NEAR(search.found(0), falling(0), 0.1 * falling(0));
}

TEST(TripletFinder, GivesUpWhereRoundingHoldsTheResiduals) {
  TripletSearch search(operatorWith(90, 60, [](GlobalIndex i) { return std::pow(0.5, real(i)); }),
                       largestOf(1, 20, 1e-30));
  EXPECT_EQ(search.finder.run(1.0), RunEnd::Exhausted);
  EXPECT_NE(search.finder.exhaustedBecause.find("rounding"), std::string::npos);
  EXPECT_NEAR(search.found(0), 1.0, 1e-14);
}

TEST(TripletFinder, MeasuresResidualsByTheirValuesWhereAskedTo) {
  const auto steep = [](GlobalIndex i) { return std::pow(0.1, real(i)); };
  TripletGoal<double> goal = largestOf(6, 30, 1e-8);
  TripletSearch ofNorm(operatorWith(90, 60, steep), goal);
  goal.isRelativeToValue = true;
  TripletSearch ofValue(operatorWith(90, 60, steep), goal);
  ofNorm.finder.run(1.0);
  ofValue.finder.run(1.0);
  EXPECT_GT(ofValue.pair.columns(), ofNorm.pair.columns());
  EXPECT_LE(ofValue.finder.residual(5), 1e-8 * ofValue.finder.value(5));
}

TEST(TripletFinder, EndsASearchOnceTheBarIsOutOfReach) {
  TripletGoal<double> goal = largestOf(1, 30, 1e-14);
  const TripletSearch scale(operatorWith(90, 60, falling), goal);
  goal.bar = 2 * falling(0) * scale.pair.scale();
  TripletSearch above(operatorWith(90, 60, falling), goal);
  EXPECT_EQ(above.finder.run(1.0), RunEnd::EstimatesPass);
  EXPECT_GT(above.finder.residual(0), 1e-10 * above.pair.norm());  // long before it has converged
  goal.bar = falling(1) * scale.pair.scale();
  TripletSearch below(operatorWith(90, 60, falling), goal);
  EXPECT_EQ(below.finder.run(1.0), RunEnd::EstimatesPass);
  EXPECT_NEAR(below.found(0), falling(0), 1e-13 * falling(0));
}

}  // namespace
