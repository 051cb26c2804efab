#include <ritz/solvers/PreconditionedTripletFinder.hpp>
#include <ritz/solvers/Supervisor.hpp>
#include <ritz/solvers/VerifiedTriplets.hpp>

#include "solvers/SingularValues.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

using namespace ritz;
using namespace ritz::test;

namespace {

double rising(GlobalIndex i) { return 1.0 + real(i); }

/// Davidson's method at work for the smallest of H Σ H. P is (AᴴA)⁻¹ with its eigenvalues off by up to a
/// half.
struct Search {
  Search(GlobalIndex rows, GlobalIndex columns, const Entry& sigma, bool hasPreconditioner, int count,
         double allowed = 1e-10, const Budget& budget = {})
      : tolerance(allowed),
        pair(operatorWith(rows, columns, sigma), 0, "A"),
        P(rotatedOperator(
              pair.domain(),
              [sigma](GlobalIndex i) { return (1.0 + 0.5 * std::sin(real(i))) / std::pow(sigma(i), 2); }),
          "the preconditioner"),
        supervisor(pair.domain()->getComm(), budget, pair.dimension(), nullptr),
        finder(pair, hasPreconditioner ? &P : nullptr, count,
               static_cast<int>(std::min(pair.dimension(), 16LL)), tolerance, 5, supervisor) {}

  VerifiedTriplets<double> found(int count) const {
    return verify(pair, finder.left(0, count), finder.right(0, count), SvdWhich(Smallest{}), tolerance);
  }

  double tolerance;
  OperatorPair<double> pair;
  MeasuredOperator<double> P;
  Supervisor supervisor;
  PreconditionedTripletFinder<double> finder;
};

TEST(PreconditionedTripletFinder, FindsTheSmallestOfTallAndWideOperators) {
  for (const auto& [rows, columns] : {std::pair(90, 60), std::pair(60, 90)}) {
    Search search(rows, columns, rising, true, 3);
    ASSERT_EQ(search.finder.run(1.0), RunEnd::EstimatesPass);
    const auto triplets = search.found(3);
    EXPECT_EQ(triplets.numConverged(), 3);
    for (std::size_t j = 0; j < 3; ++j)  // σ is right to the residual
      EXPECT_NEAR(triplets.values[j] / search.pair.scale(), 1.0 + static_cast<double>(j), 60 * 1.1e-10);
  }
}

TEST(PreconditionedTripletFinder, IsSparedProductsByThePreconditioner) {
  Search with(90, 60, rising, true, 2), without(90, 60, rising, false, 2);
  ASSERT_EQ(with.finder.run(1.0), RunEnd::EstimatesPass);
  without.finder.run(1.0);
  EXPECT_LT(2 * with.pair.columns(), without.pair.columns());
  EXPECT_GT(with.P.count().columns, 4);  // a block to begin with, then one a step
  EXPECT_EQ(without.P.count().columns, 0);
}

TEST(PreconditionedTripletFinder, SeesCopiesByTheBlockThatItBeginsWith) {
  Search search(
      90, 60, [](GlobalIndex i) { return i < 3 ? 2.0 : rising(i); }, true, 3);
  ASSERT_EQ(search.finder.run(1.0), RunEnd::EstimatesPass);
  for (const double value : search.found(3).values) EXPECT_NEAR(value / search.pair.scale(), 2.0, 1e-8);
}

TEST(PreconditionedTripletFinder, GoesOnWhereItWasWithLessSlack) {
  Search search(90, 60, rising, true, 2, 1e-4);
  ASSERT_EQ(search.finder.run(1.0), RunEnd::EstimatesPass);
  const long first = search.pair.columns();
  ASSERT_EQ(search.finder.run(1e-6), RunEnd::EstimatesPass);
  EXPECT_GT(search.pair.columns(), first);
  const auto triplets = search.found(2);
  for (const int j : {0, 1}) EXPECT_LE(residualOf(triplets, j), 1.1e-10 * search.pair.norm());
}

TEST(PreconditionedTripletFinder, StopsAtALimitWithWhatThereIs) {
  Budget budget;
  budget.maxApplications = 12;
  Search search(90, 60, rising, true, 2, 1e-10, budget);
  EXPECT_EQ(search.finder.run(1.0), RunEnd::Supervised);
  EXPECT_EQ(nameOf(search.finder.stopStatus), "application-limit");
  EXPECT_GE(search.finder.available(), 2);
}

TEST(PreconditionedTripletFinder, SaysThatNoDirectionIsLeft) {
  Search search(10, 6, rising, true, 2, 1e-30);
  EXPECT_EQ(search.finder.run(1.0), RunEnd::Exhausted);
  EXPECT_NE(search.finder.exhaustedBecause.find("no new direction"), std::string::npos);
  EXPECT_NEAR(search.found(1).values[0] / search.pair.scale(), 1.0, 1e-14);
}

}  // namespace
