#include <ritz/solvers/WindowSearch.hpp>

#include "solvers/Traps.hpp"

namespace {

constexpr int N = 400;

/// diag of the values 0, 1, …, 199, each twice, searched in [60.5, 66.5].
class WindowSearch : public testing::Test {
 protected:
  WindowSearch()
      : pencil({traps::diagonal(ritz::makeMap(N), [](auto g) { return double(g / 2); })}, {}),
        unit(1 / double(pencil.valueScale())),
        which(ritz::Interval{60.5 * unit, 66.5 * unit}),
        filter(60.5 * unit, 66.5 * unit, -unit, 200 * unit),
        found(pencil, which),
        supervisor(pencil.map->getComm(), {}, N, nullptr) {
    options.numPairs = 40;
    options.which = which;
    window.a = window.filterA = 60.5 * unit;
    window.b = window.filterB = 66.5 * unit;
    window.expected = 12;
  }

  ritz::WindowSearch<double> search(int capacity) {
    return {pencil, options, which, window, filter, capacity, found, supervisor};
  }

  ritz::EigenOptions options;
  ritz::Pencil<double> pencil;
  double unit;
  ritz::Which which;
  ritz::InteriorWindow window;
  ritz::IntervalFilter filter;
  ritz::FoundPairs<double> found;
  ritz::Supervisor supervisor;
  std::optional<ritz::MultiVector<double>> start;
};

TEST_F(WindowSearch, FindsAllOfTheWindowAndEveryCopy) {
  auto run = search(90);
  ASSERT_EQ(run.run(1.0, start), ritz::WindowEnd::Nothing);
  const auto wanted = found.wanted(0.0);
  ASSERT_EQ(wanted.size(), 12u);
  const auto values = found.pairs(wanted).values;
  for (std::size_t j = 0; j < values.size(); ++j)
    EXPECT_NEAR(values[j] / unit, 61.0 + double(j / 2), 1e-5) << j;
  EXPECT_FALSE(run.isEnough());
}

/// The rest of an interval lies between.
TEST_F(WindowSearch, HasNotEnoughInPairsBeyondTheWindow) {
  options.numPairs = 3;
  options.which = which = ritz::Interval{60.5 * unit, 90.5 * unit};
  ritz::FoundPairs<double> pairs(pencil, which);
  ritz::MultiVector<double> later(pencil.map, 4);
  for (int j = 0; j < 4; ++j)
    if (pencil.map->isNodeGlobalElement(160 + j)) later.replaceGlobalValue(160 + j, std::size_t(j), 1.0);
  pairs.add(later);
  const auto isEnough = [&](double b) {
    window.b = b * unit;
    return ritz::WindowSearch<double>(pencil, options, which, window, filter, 90, pairs, supervisor)
        .isEnough();
  };
  EXPECT_FALSE(isEnough(66.5));
  EXPECT_FALSE(isEnough(80.5));
  EXPECT_TRUE(isEnough(81.5));
}

TEST_F(WindowSearch, IsCrowdedWhereTheBasisCannotHoldWhatIsThere) {
  auto run = search(6);
  EXPECT_EQ(run.run(1.0, start), ritz::WindowEnd::Crowded);
  EXPECT_GT(run.numAbove(), 0);
}

TEST_F(WindowSearch, StopsWithItsBestVectorsAtALimit) {
  ritz::Budget budget;
  budget.maxApplications = pencil.A->count().columns + 3 * filter.degree();
  ritz::Supervisor strict(pencil.map->getComm(), budget, N, nullptr);
  ritz::WindowSearch<double> run(pencil, options, which, window, filter, 90, found, strict);
  ASSERT_EQ(run.run(1.0, start), ritz::WindowEnd::Supervised);
  EXPECT_EQ(run.stopStatus(), ritz::Status::ApplicationLimit);
  const auto open = run.openVectors(2);
  ASSERT_TRUE(open);
  EXPECT_EQ(open->getNumVectors(), 2u);
}

TEST_F(WindowSearch, FindsNothingWhereNothingIs) {
  which = ritz::Interval{60.2 * unit, 60.8 * unit};
  window.a = 60.2 * unit;
  window.b = 60.8 * unit;
  window.filterA = 58.5 * unit;
  window.filterB = 62.5 * unit;
  const ritz::IntervalFilter around(window.filterA, window.filterB, -unit, 200 * unit);
  ritz::FoundPairs<double> none(pencil, which);
  ritz::WindowSearch<double> run(pencil, options, which, window, around, 90, none, supervisor);
  EXPECT_EQ(run.run(1.0, start), ritz::WindowEnd::Nothing);
  EXPECT_TRUE(none.wanted(0.0).empty());
}

/// p is the same at the value 3 units below σ and at one above it: a run finds mixtures of the two, and to
/// know two better pairs than a mixture does not tell what it hides.
TEST_F(WindowSearch, UnmixesValuesThatTheFilterTakesForOne) {
  const double sigma = 100.0 * unit, a = sigma - 6 * unit, b = sigma + 6.5 * unit;
  filter = ritz::IntervalFilter(a, b, -unit, 200 * unit);
  const double better = sigma - 3.0 * unit;
  double low = sigma, high = b;
  for (int step = 0; step < 100; ++step) {
    const double middle = (low + high) / 2;
    (filter.value(middle) > filter.value(better) ? low : high) = middle;
  }
  const double scale = 1 / unit, partner = high * scale;
  ASSERT_GT(partner, 103.2);
  const double near[] = {97.0, 97.0, 97.0, partner, partner, partner, 103.1, 103.15};
  const auto A = traps::diagonal(ritz::makeMap(N), [&](auto g) {
    return g < 8 ? near[g] : g < 200 ? 0.45 * double(g - 8) : 110.0 + 0.45 * double(g - 200);
  });
  const ritz::Pencil<double> mixing({A}, {});
  ASSERT_NEAR(mixing.valueScale(), scale, 1e-12 * scale);
  options.numPairs = 2;
  options.which = which = ritz::Nearest{sigma};
  window = {sigma - 6 * unit, sigma + 6 * unit, a, b, 8.0};
  ritz::FoundPairs<double> pairs(mixing, which);
  ritz::WindowSearch<double> run(mixing, options, which, window, filter, 90, pairs, supervisor);
  ASSERT_EQ(run.run(1.0, start), ritz::WindowEnd::Nothing);
  const auto wanted = pairs.wanted(4 * unit);
  ASSERT_GE(wanted.size(), 2u);
  const auto values = pairs.pairs({wanted[0], wanted[1]}).values;
  EXPECT_NEAR(values[0] * scale, 97.0, 1e-5);
  EXPECT_NEAR(values[1] * scale, 97.0, 1e-5);
}

TEST_F(WindowSearch, EndsWhereAllOfTheSpaceIsFound) {
  const auto all = traps::diagonal(ritz::makeMap(3), [](auto g) { return double(g); });
  const ritz::Pencil<double> small({all}, {});
  const double one = 1 / double(small.valueScale());
  which = ritz::Interval{-0.5 * one, 2.5 * one};
  window = {-0.5 * one, 2.5 * one, -0.5 * one, 2.5 * one, 3.0};
  ritz::FoundPairs<double> pairs(small, which);
  ritz::WindowSearch<double> run(small, options, which, window,
                                 ritz::IntervalFilter(window.a, window.b, -one, 3 * one), 3, pairs,
                                 supervisor);
  EXPECT_EQ(run.run(1.0, start), ritz::WindowEnd::Nothing);
  EXPECT_EQ(pairs.wanted(0.0).size(), 3u);
}

}  // namespace
