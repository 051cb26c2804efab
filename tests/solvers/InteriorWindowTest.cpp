#include <ritz/solvers/InteriorWindow.hpp>
#include <ritz/solvers/PairFinder.hpp>

#include "solvers/Traps.hpp"

namespace {

constexpr int N = 1000;

/// diag(0, …, 999), probed.
class InteriorWindows : public testing::Test {
 protected:
  InteriorWindows()
      : pencil({traps::diagonal(ritz::makeMap(N), [](auto g) { return double(g); })}, options),
        supervisor(pencil.map->getComm(), {}, N, nullptr),
        probe(pencil, options, supervisor),
        unit(1 / double(pencil.valueScale())) {
    EXPECT_FALSE(probe.run());
  }

  ritz::InteriorWindows<double> windows(const ritz::Which& which, int numPairs) const {
    return {probe, ritz::scaled(which, 1 / unit), numPairs, 3 * numPairs + 30};
  }

  ritz::EigenOptions options;
  ritz::Pencil<double> pencil;
  ritz::Supervisor supervisor;
  ritz::InteriorProbe<double> probe;
  double unit;
};

TEST_F(InteriorWindows, RestOnEndsAndCountsOfTheSpectrum) {
  EXPECT_LE(probe.low(), 0.0);
  EXPECT_GE(probe.high(), 999.0 * unit);
  EXPECT_LT(probe.high(), 1010.0 * unit);
  EXPECT_NEAR(probe.count(200.0 * unit, 400.0 * unit).value, 200.0, 30.0);
  EXPECT_NEAR(probe.halfWidth(500.0 * unit, 100.0), 50.0 * unit, 15.0 * unit);
  EXPECT_NEAR(probe.upTo(300.0 * unit, 100.0), 400.0 * unit, 30.0 * unit);
  EXPECT_EQ(probe.halfWidth(500.0 * unit, 1e9) > 499.0 * unit, true);
}

TEST_F(InteriorWindows, WidenAfterValuesBeyondAnEnd) {
  probe.widen(1200.0 * unit);
  EXPECT_GT(probe.high(), 1200.0 * unit);
  probe.widen(-10.0 * unit);
  EXPECT_LT(probe.low(), -10.0 * unit);
}

TEST_F(InteriorWindows, AroundSigmaHoldMoreThanWanted) {
  auto around = windows(ritz::Nearest{400.0}, 20);
  const auto first = around.first();
  ASSERT_TRUE(first);
  EXPECT_NEAR((first->a + first->b) / 2, 400.0 * unit, 1e-9 * unit);
  EXPECT_GT(first->b - first->a, 20.0 * unit);
  EXPECT_LT(first->b - first->a, 80.0 * unit);
  const auto second = around.next(*first);
  ASSERT_TRUE(second);
  EXPECT_GE(second->b - second->a, 2 * (first->b - first->a));
  auto last = second;
  for (int i = 0; i < 10 && last; ++i) last = around.next(*last);
  EXPECT_FALSE(last);  // the whole spectrum has been searched
}

TEST_F(InteriorWindows, AreTheIntervalWhereItHoldsFew) {
  auto one = windows(ritz::Interval{300.0, 310.0}, 20);
  const auto first = one.first();
  ASSERT_TRUE(first);
  EXPECT_NEAR(first->a, 300.0 * unit, 1e-12);
  EXPECT_NEAR(first->b, 310.0 * unit, 1e-12);
  EXPECT_LE(first->filterA, first->a);
  EXPECT_GE(first->filterB, first->b);
  EXPECT_FALSE(one.goesOn(*first));
  EXPECT_FALSE(one.next(*first));
  const auto tiny = windows(ritz::Interval{300.0, 300.001}, 20).first();
  EXPECT_GT(tiny->filterB - tiny->filterA, 8.0 * unit);  // no filter for a hair
}

TEST_F(InteriorWindows, TakeAnIntervalWithManyInPieces) {
  auto pieces = windows(ritz::Interval{300.0, 600.0}, 20);
  auto piece = pieces.first();
  double from = 300.0 * unit;
  int count = 0;
  for (; piece; piece = pieces.next(*piece), ++count) {
    EXPECT_NEAR(piece->a, from, 1e-9);
    EXPECT_LT(piece->b - piece->a, 100.0 * unit);
    from = piece->b;
    const auto smaller = pieces.smaller(*piece, 500);
    EXPECT_EQ(smaller.a, piece->a);
    EXPECT_LT(smaller.b - smaller.a, 0.51 * (piece->b - piece->a));
    ASSERT_LT(count, 100);
  }
  EXPECT_NEAR(from, 600.0 * unit, 1e-9);
}

TEST_F(InteriorWindows, AreNoneBeyondTheSpectrum) {
  EXPECT_FALSE(windows(ritz::Interval{-50.0, -20.0}, 5).first());
  EXPECT_FALSE(windows(ritz::Interval{2000.0, 3000.0}, 5).first());
  EXPECT_TRUE(windows(ritz::Interval{990.0, 3000.0}, 5).first());
}

}  // namespace
