#include <gtest/gtest.h>
#include <ritz/solvers/DavidsonPairs.hpp>

#include "solvers/Problems.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

/// diag(1 … 40) and the span of e₀ … e₄: five exact pairs.
class DavidsonPairsTest : public testing::Test {
 protected:
  DavidsonPairsTest()
      : map(makeMap(40)),
        pencil({diagonalOperator(map, [](GlobalIndex g) { return 1.0 + real(g); })}, EigenOptions()),
        basis(pencil, 10, 2, nullptr, 0) {
    Block X(map, 5);
    for (int j = 0; j < 5; ++j)
      if (map->isNodeGlobalElement(j)) X.replaceGlobalValue(j, std::size_t(j), 1.0);
    basis.expand(X);
  }

  /// Values of the best pairs, as those of diag(1 … 40).
  std::vector<double> best(const DavidsonPairs<double>& pairs, int first, int count) const {
    std::vector<double> values;
    pairs.coefficients(first, count, &values);
    for (double& value : values) value = std::round(value * pencil.valueScale());
    return values;
  }

  MapPtr map;
  Pencil<double> pencil;
  DavidsonBasis<double> basis;
};

TEST_F(DavidsonPairsTest, ComeBestFirst) {
  DavidsonPairs<double> smallest(basis, Smallest{}, 2), nearest(basis, Nearest{3.2 / pencil.valueScale()}, 2);
  EXPECT_EQ(smallest.analyse(), 2);
  EXPECT_EQ(nearest.analyse(), 2);
  EXPECT_EQ(best(smallest, 0, 3), (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(best(smallest, 3, 9), (std::vector<double>{4, 5}));
  EXPECT_EQ(best(nearest, 0, 3), (std::vector<double>{3, 4, 2}));
}

TEST_F(DavidsonPairsTest, AreWantedAsManyAsThereAreNotYet) {
  DavidsonPairs<double> pairs(basis, Smallest{}, 7);
  EXPECT_EQ(pairs.analyse(), 7);
  EXPECT_EQ(pairs.available(), 5);
}

TEST_F(DavidsonPairsTest, CountThoseThatWereLocked) {
  DavidsonPairs<double> pairs(basis, Smallest{}, 3);
  pairs.analyse();
  Dense<double> Q(5, 4);
  for (int j = 0; j < 4; ++j) std::copy_n(pairs.ritz().vectors.column(j), 5, Q.column(j));
  basis.compress(Q);
  basis.lock(2);
  pairs.restarted(4, 2);
  EXPECT_EQ(pairs.numLocked(), 2);
  EXPECT_EQ(pairs.analyse(), 1);
  EXPECT_EQ(best(pairs, 0, 9), (std::vector<double>{1, 2, 3, 4}));
  const Block X = basis.combine(pairs.coefficients(1, 2, nullptr));
  Block expected(map, 2);
  for (int j = 0; j < 2; ++j)
    if (map->isNodeGlobalElement(j + 1)) expected.replaceGlobalValue(j + 1, std::size_t(j), 1.0);
  for (const std::size_t j : {0u, 1u})
    EXPECT_NEAR(std::abs(X.getVector(j)->dot(*expected.getVector(j))), 1.0, 1e-14);
}

}  // namespace
