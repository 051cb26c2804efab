#include <ritz/operators/HashVectors.hpp>
#include <ritz/solvers/IntervalMap.hpp>
#include <ritz/solvers/WindowLanczos.hpp>

#include "solvers/Traps.hpp"

namespace {

/// diag(0, …, 399) behind a filter for [199.5, 220.5]: 21 values.
class WindowLanczos : public testing::Test {
 protected:
  WindowLanczos()
      : pencil({traps::diagonal(ritz::makeMap(400), [](auto g) { return double(g); })}, {}),
        unit(1 / double(pencil.valueScale())),
        filter(199.5 * unit, 220.5 * unit, -1 * unit, 400 * unit),
        supervisor(pencil.map->getComm(), {}, 400, nullptr) {
    aim.bar = filter.least(199.5 * unit, 220.5 * unit);
    aim.lambda = 210 * unit;
    aim.all = 21;
  }

  ritz::WindowLanczos<double> run(int capacity, const ritz::MultiVector<double>* deflate = nullptr) {
    ritz::MultiVector<double> start(pencil.map, 1, false);
    ritz::fillHash(start, 7);
    return {intervalMap(pencil, filter), capacity, start, deflate, aim, supervisor, 0};
  }

  ritz::MultiVector<double> units(int first, int count) const {
    ritz::MultiVector<double> E(pencil.map, std::size_t(count));
    for (int j = 0; j < count; ++j)
      if (pencil.map->isNodeGlobalElement(first + j)) E.replaceGlobalValue(first + j, std::size_t(j), 1.0);
    return E;
  }

  ritz::Pencil<double> pencil;
  double unit;
  ritz::IntervalFilter filter;
  ritz::Supervisor supervisor;
  ritz::WindowAim<double> aim;
};

TEST_F(WindowLanczos, FindsAllAboveTheBar) {
  auto window = run(90);
  ASSERT_EQ(window.run(), ritz::WindowEnd::Found);
  ASSERT_EQ(window.numAbove(), 21);
  const auto X = window.vectors({0, 20});
  for (const int j : {0, 20}) EXPECT_TRUE(window.hasConverged(j));
  EXPECT_NEAR(X.getVector(1)->norm2(), 1.0, 1e-12);
}

TEST_F(WindowLanczos, StopsAtAsManyAsAreWanted) {
  aim.wanted = 3;
  auto few = run(90);
  ASSERT_EQ(few.run(), ritz::WindowEnd::Found);
  const long after = pencil.A->count().columns;
  aim.wanted = 21;
  auto all = run(90);
  ASSERT_EQ(all.run(), ritz::WindowEnd::Found);
  EXPECT_LT(after, pencil.A->count().columns - after);
}

TEST_F(WindowLanczos, KnowsThatNothingIsLeft) {
  const auto known = units(190, 41);
  const long before = pencil.A->count().columns;
  auto window = run(90, &known);
  EXPECT_EQ(window.run(), ritz::WindowEnd::Nothing);
  EXPECT_LE(pencil.A->count().columns - before, 40L * filter.degree());
}

TEST_F(WindowLanczos, SeesWhatIsLeft) {
  aim.onlyLooks = true;
  const auto all = units(190, 20);  // 210 … 220 are missing
  auto window = run(90, &all);
  EXPECT_EQ(window.run(), ritz::WindowEnd::Seen);
}

/// What is left below the bar may be above it in truth.
TEST_F(WindowLanczos, LooksAgainWhereWhatIsLeftMayHaveSunk) {
  aim.onlyLooks = true;
  const auto all = units(199, 23);
  auto firm = run(90, &all);
  EXPECT_EQ(firm.run(), ritz::WindowEnd::Nothing);
  aim.sunk = aim.bar - std::max(filter.value(198 * unit), filter.value(222 * unit)) + 0.01;
  auto sunk = run(90, &all);
  EXPECT_EQ(sunk.run(), ritz::WindowEnd::Seen);
}

TEST_F(WindowLanczos, SaysThatItsBasisIsTooSmall) { EXPECT_EQ(run(24).run(), ritz::WindowEnd::Crowded); }

TEST_F(WindowLanczos, SeesThatTheFilterDoesNotFit) {
  filter = ritz::IntervalFilter(199.5 * unit, 220.5 * unit, 20 * unit, 400 * unit);
  EXPECT_EQ(run(90).run(), ritz::WindowEnd::Unsuited);
}

TEST_F(WindowLanczos, StopsAtALimit) {
  ritz::Budget budget;
  budget.maxIterations = 5;
  ritz::Supervisor strict(pencil.map->getComm(), budget, 400, nullptr);
  ritz::MultiVector<double> start(pencil.map, 1, false);
  ritz::fillHash(start, 7);
  ritz::WindowLanczos<double> window(intervalMap(pencil, filter), 90, start, nullptr, aim, strict, 0);
  EXPECT_EQ(window.run(), ritz::WindowEnd::Supervised);
  EXPECT_EQ(window.stopStatus(), ritz::Status::IterationLimit);
  EXPECT_EQ(window.size(), 5);
}

}  // namespace
