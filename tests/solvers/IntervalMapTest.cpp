#include <ritz/solvers/IntervalMap.hpp>

#include "solvers/Traps.hpp"

namespace {

using Block = ritz::MultiVector<double>;

double valueAt(ritz::GlobalIndex g) { return 0.1 * double(g); }

/// w of [v, w] for v = (1, …, 1).
void expectValuesOfFilter(const ritz::EigenProblem<double>& problem, double mass, int degree) {
  const ritz::Pencil<double> pencil(problem, {});
  // The pencil's values are those of diag(0, 0.1, …)/mass, scaled.
  const double unit = 1 / (mass * pencil.valueScale());
  const ritz::IntervalFilter filter(2.5 * unit, 2.9 * unit, -0.1 * unit, 4.1 * unit, degree);
  const auto map = ritz::intervalMap(pencil, filter);
  Block pair(pencil.map, 2), images(pencil.map, 2);
  pair.putScalar(1.0);

  const long before = pencil.A->count().columns;
  map->multiply(pair, problem.mass ? &images : nullptr);
  EXPECT_EQ(pencil.A->count().columns - before, filter.degree());

  const auto w = pair.getData(1), image = images.getData(1);
  for (int i = 0; i < w.size(); ++i) {
    const double exact = filter.value(valueAt(pencil.map->getGlobalElement(i)) * unit);
    EXPECT_NEAR(w[i], exact, 1e-12);
    if (problem.mass) {
      EXPECT_NEAR(image[i], exact * mass * pencil.massScale(), 1e-11);
    }
  }
}

TEST(IntervalMap, AppliesThePolynomialToTheOperator) {
  for (const int degree : {0, 1, 2, 3, 8})
    expectValuesOfFilter({traps::diagonal(ritz::makeMap(40), valueAt)}, 1.0, degree);
}

TEST(IntervalMap, AppliesThePolynomialToThePencil) {
  const auto map = ritz::makeMap(40);
  expectValuesOfFilter({traps::diagonal(map, valueAt), traps::diagonal(map, [](auto) { return 3.0; }),
                        traps::diagonal(map, [](auto) { return 1 / 3.0; })},
                       3.0, 0);
}

TEST(IntervalMap, SeesWhenItDoesNotFit) {
  const ritz::Pencil<double> pencil({traps::diagonal(ritz::makeMap(40), valueAt)}, {});
  const auto map = ritz::intervalMap(pencil, ritz::IntervalFilter(0.5, 0.6, 0.0, 1.0));
  EXPECT_TRUE(map->suits({-0.2, 0.1, 1.0}, 3, true));
  EXPECT_FALSE(map->suits({-0.2, 0.1, 1.2}, 3, true));
  EXPECT_FALSE(map->suits({-2.0, 0.1, 0.9}, 3, true));
  EXPECT_TRUE(map->separates(0.55));
  EXPECT_FALSE(map->separates(0.9));
}

}  // namespace
