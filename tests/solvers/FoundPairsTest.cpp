#include <ritz/solvers/FoundPairs.hpp>

#include "solvers/Traps.hpp"

namespace {

/// diag(0, 1, …, 79).
class FoundPairs : public testing::Test {
 protected:
  FoundPairs() : pencil({traps::diagonal(ritz::makeMap(80), [](auto g) { return double(g); })}, {}) {}

  ritz::MultiVector<double> units(const std::vector<ritz::GlobalIndex>& at) const {
    ritz::MultiVector<double> E(pencil.map, at.size());
    for (std::size_t j = 0; j < at.size(); ++j)
      if (pencil.map->isNodeGlobalElement(at[j])) E.replaceGlobalValue(at[j], j, 1.0);
    return E;
  }

  ritz::MultiVector<double> mixture(ritz::GlobalIndex first, ritz::GlobalIndex second, double sign) const {
    const auto E = units({first, second});
    ritz::MultiVector<double> x(pencil.map, 1);
    x.update(std::sqrt(0.5), *E.getVector(0), sign * std::sqrt(0.5), *E.getVector(1), 0.0);
    return x;
  }

  std::vector<double> values(const ritz::FoundPairs<double>& found, const std::vector<int>& indices) const {
    std::vector<double> result = found.pairs(indices).values;
    for (double& value : result) value *= pencil.valueScale();
    return result;
  }

  double scaledBy(double value) const { return value / pencil.valueScale(); }

  ritz::Pencil<double> pencil;
};

TEST_F(FoundPairs, AreSortedByTheirDistance) {
  ritz::FoundPairs<double> found(pencil, ritz::Nearest{scaledBy(20.1)});
  EXPECT_EQ(found.vectors(), nullptr);
  found.add(units({25, 20}));
  found.add(units({19, 21}));
  EXPECT_EQ(values(found, found.wanted(1e9)), (std::vector<double>{20, 21, 19, 25}));
  EXPECT_EQ(values(found, found.wanted(scaledBy(1.0))), (std::vector<double>{20, 21}));
}

TEST_F(FoundPairs, OfAnIntervalIncludeItsEnds) {
  ritz::FoundPairs<double> found(pencil, ritz::Interval{scaledBy(20.0), scaledBy(22.0)});
  found.add(units({22, 19, 20, 23, 21}));
  EXPECT_EQ(values(found, found.wanted(0.0)), (std::vector<double>{20, 21, 22}));
}

/// (e_10 ± e_30)/√2 have the value 20 and the residual 10.
TEST_F(FoundPairs, CountMixturesAsTheWorstOfTheirs) {
  ritz::FoundPairs<double> found(pencil, ritz::Nearest{scaledBy(20.0)});
  found.add(mixture(10, 30, 1.0));
  EXPECT_FALSE(found.isPure(0));
  EXPECT_NEAR(found.key(0), scaledBy(10.0), 1e-9);
  EXPECT_TRUE(found.wanted(scaledBy(9.0)).empty());
  found.add(mixture(10, 30, -1.0));
  EXPECT_TRUE(found.isPure(0));
  const auto both = values(found, found.wanted(scaledBy(10.5)));
  ASSERT_EQ(both.size(), 2u);
  EXPECT_NEAR(both[0] + both[1], 40.0, 1e-10);
}

TEST_F(FoundPairs, TellWhatMixturesMayHide) {
  ritz::FoundPairs<double> found(pencil, ritz::Nearest{scaledBy(20.0)});
  found.add(units({21}));
  EXPECT_FALSE(found.mayHide(scaledBy(50.0)));
  found.add(mixture(22, 32, 1.0));  // 27 ± 5
  EXPECT_TRUE(found.mayHide(scaledBy(2.5)));
  EXPECT_FALSE(found.mayHide(scaledBy(1.5)));
  ritz::FoundPairs<double> inside(pencil, ritz::Interval{scaledBy(33.0), scaledBy(50.0)});
  inside.add(mixture(22, 32, 1.0));
  EXPECT_FALSE(inside.mayHide(scaledBy(50.0)));
}

TEST_F(FoundPairs, DropWhatHasNotConverged) {
  ritz::FoundPairs<double> found(pencil, ritz::Nearest{scaledBy(20.0)});
  found.add(units({18}));
  EXPECT_FALSE(found.keepConverged());
  found.add(mixture(10, 30, 1.0));
  const auto dropped = found.keepConverged();
  ASSERT_TRUE(dropped);
  EXPECT_NEAR(dropped->getVector(0)->norm2(), 1.0, 1e-12);
  EXPECT_EQ(found.vectors()->getNumVectors(), 1u);
  EXPECT_EQ(values(found, found.wanted(1e9)), (std::vector<double>{18}));
}

TEST(IntervalRemark, SaysHowManyThereAre) {
  EXPECT_EQ(ritz::intervalRemark(0, 5, true), "no eigenvalue lies in the interval");
  EXPECT_EQ(ritz::intervalRemark(1, 5, true), "1 eigenvalue lies in the interval, no more");
  EXPECT_EQ(ritz::intervalRemark(5, 5, true), "5 eigenvalues lie in the interval, no more");
  EXPECT_EQ(ritz::intervalRemark(9, 5, true),
            "exactly 9 eigenvalues lie in the interval, these are the first 5");
  EXPECT_EQ(ritz::intervalRemark(9, 5, false),
            "at least 9 eigenvalues lie in the interval, these are the first 5");
}

}  // namespace
