#include <ritz/solvers/InteriorProbe.hpp>

#include "solvers/Traps.hpp"

namespace {

constexpr int N = 2000;

/// diag(0, 1, …, 1999) and what the probe says of it in these values.
class InteriorProbe : public testing::Test {
 protected:
  InteriorProbe()
      : pencil({traps::diagonal(ritz::makeMap(N), [](auto g) { return double(g); })}, {}),
        unit(1 / double(pencil.valueScale())),
        supervisor(pencil.map->getComm(), budget, N, nullptr),
        probe(pencil, options, supervisor) {}

  ritz::EigenOptions options;
  ritz::Budget budget;
  ritz::Pencil<double> pencil;
  double unit;
  ritz::Supervisor supervisor;
  ritz::InteriorProbe<double> probe;
};

TEST_F(InteriorProbe, EnclosesTheSpectrum) {
  ASSERT_FALSE(probe.run());
  EXPECT_LE(probe.low(), 0.0);
  EXPECT_GE(probe.high(), (N - 1) * unit);
  EXPECT_NEAR(probe.high() - probe.low(), N * unit, 0.02 * N * unit);
}

TEST_F(InteriorProbe, CountsTheValuesOfAnInterval) {
  ASSERT_FALSE(probe.run());
  const ritz::Estimate count = probe.count(499.5 * unit, 999.5 * unit);
  EXPECT_NEAR(count.value, 500, std::max(5 * count.error(), 50.0));
}

TEST_F(InteriorProbe, MakesWindowsThatHoldWhatIsWanted) {
  ASSERT_FALSE(probe.run());
  // Evenly spread values: h holds 2 h of them.
  EXPECT_NEAR(probe.halfWidth(1000 * unit, 200) / unit, 105, 25);
  EXPECT_NEAR(probe.upTo(300 * unit, 300) / unit, 600, 75);
  EXPECT_GE(probe.halfWidth(1000 * unit, 1e6), 900 * unit);
}

TEST_F(InteriorProbe, WidensTheEndThatIsExceeded) {
  ASSERT_FALSE(probe.run());
  const double low = probe.low(), high = probe.high();
  probe.widen(high + unit);
  EXPECT_GT(probe.high(), high + unit);
  EXPECT_EQ(probe.low(), low);
}

TEST_F(InteriorProbe, StopsAtALimit) {
  budget.maxApplications = 30;
  ritz::Supervisor strict(pencil.map->getComm(), budget, N, nullptr);
  ritz::InteriorProbe<double> stopped(pencil, options, strict);
  EXPECT_TRUE(stopped.run());
  EXPECT_LE(pencil.A->count().columns, 31);
}

}  // namespace
