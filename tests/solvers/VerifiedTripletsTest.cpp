#include <ritz/solvers/VerifiedTriplets.hpp>

#include "solvers/SingularValues.hpp"

#include <cmath>

namespace {

using ritz::Largest;
using ritz::OperatorPair;
using ritz::Smallest;
using ritz::SvdWhich;
using ritz::test::Block;
using ritz::test::operatorWith;
using ritz::test::rotatedUnits;

double falling(ritz::GlobalIndex i) { return 8.0 / (1.0 + ritz::test::real(i)); }

TEST(VerifiedTriplets, AreSingularVectorsWhereTheSpansAreExact) {
  const OperatorPair<double> pair(operatorWith(40, 30, falling), 0, "A");
  const Block U = rotatedUnits(pair.range(), {2, 0, 1}), V = rotatedUnits(pair.domain(), {1, 2, 0});
  const auto found = ritz::verify(pair, U, V, SvdWhich(Largest{}), 1e-10);
  ASSERT_EQ(found.numConverged(), 3);
  const auto bounds = ritz::errorBounds(pair, found);
  for (int j = 0; j < 3; ++j) {
    const auto at = static_cast<std::size_t>(j);
    EXPECT_NEAR(found.values[at] / pair.scale(), falling(j), 1e-14);
    EXPECT_LE(residualOf(found, j), 1e-14);
    EXPECT_LE(std::abs(found.values[at] - falling(j) * pair.scale()), bounds[at]);
  }
}

TEST(VerifiedTriplets, BoundTheErrorOfPerturbedOnes) {
  const OperatorPair<double> pair(operatorWith(40, 30, falling), 0, "A");
  for (const double tilt : {1e-1, 1e-3, 1e-5}) {
    Block U = rotatedUnits(pair.range(), {0, 1}), V = rotatedUnits(pair.domain(), {0, 1});
    const Block away = rotatedUnits(pair.domain(), {7, 9});
    V.update(std::sin(tilt), away, std::cos(tilt));
    const auto found = ritz::verify(pair, U, V, SvdWhich(Largest{}), 1e-10);
    const auto bounds = ritz::errorBounds(pair, found);
    for (std::size_t j = 0; j < 2; ++j)
      EXPECT_LE(std::abs(found.values[j] - falling(static_cast<int>(j)) * pair.scale()), bounds[j]) << tilt;
    EXPECT_EQ(found.numConverged(), 0);
    EXPECT_GT(found.worst, 1.0);
  }
}

TEST(VerifiedTriplets, MergeToTheBestOfBothEnds) {
  const OperatorPair<double> pair(operatorWith(40, 30, falling), 0, "A");
  const auto pick = [&](const std::vector<ritz::GlobalIndex>& indices, const SvdWhich& which) {
    return ritz::verify(pair, rotatedUnits(pair.range(), indices), rotatedUnits(pair.domain(), indices),
                        which, 1e-10);
  };
  const long before = pair.columns();
  const auto first = pick({0, 3}, SvdWhich(Largest{})), second = pick({1}, SvdWhich(Largest{}));
  EXPECT_EQ(pair.columns(), before + 6);
  const auto merged = ritz::merge(pair, first, second, SvdWhich(Largest{}), 1e-10, 2);
  EXPECT_EQ(pair.columns(), before + 6);
  EXPECT_NEAR(merged.values[1] / pair.scale(), falling(1), 1e-14);
  const auto least = ritz::merge(pair, first, second, SvdWhich(Smallest{}), 1e-10, 2);
  EXPECT_NEAR(least.values[0] / pair.scale(), falling(3), 1e-14);
}

}  // namespace
