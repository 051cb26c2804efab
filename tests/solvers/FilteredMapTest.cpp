#include <ritz/operators/HashVectors.hpp>
#include <ritz/solvers/FilteredMap.hpp>

#include "solvers/Traps.hpp"

namespace {

using Block = ritz::MultiVector<double>;

double valueAt(ritz::GlobalIndex g) { return 0.1 * double(g); }

/// w of [v, w] for v = (1, …, 1).
void expectValuesOfFilter(const ritz::EigenProblem<double>& problem, double mass) {
  const ritz::Pencil<double> pencil(problem, {});
  // The pencil's values are those of diag(0, 0.1, …)/mass, scaled.
  const double unit = 1 / (mass * pencil.valueScale());
  const ritz::ChebyshevFilter<double> filter(7, 2.5 * unit, 0.3 * unit);
  const auto map = ritz::filteredMap(pencil, filter);
  Block pair(pencil.map, 2), images(pencil.map, 2);
  pair.putScalar(1.0);

  const long before = pencil.A->count().columns;
  map->multiply(pair, problem.mass ? &images : nullptr);
  EXPECT_EQ(pencil.A->count().columns - before, 7);

  const auto w = pair.getData(1), image = images.getData(1);
  for (int i = 0; i < w.size(); ++i) {
    const double exact = filter.value(valueAt(pencil.map->getGlobalElement(i)) * unit);
    EXPECT_NEAR(w[i], exact, 1e-12 * (1 + std::abs(exact)));
    if (problem.mass) {
      EXPECT_NEAR(image[i], exact * mass * pencil.massScale(), 1e-11 * (1 + std::abs(exact)));
    }
  }
}

TEST(FilteredMap, AppliesThePolynomialToTheOperator) {
  expectValuesOfFilter({traps::diagonal(ritz::makeMap(40), valueAt)}, 1.0);
}

TEST(FilteredMap, AppliesThePolynomialToThePencil) {
  const auto map = ritz::makeMap(40);
  expectValuesOfFilter({traps::diagonal(map, valueAt), traps::diagonal(map, [](auto) { return 3.0; }),
                        traps::diagonal(map, [](auto) { return 1 / 3.0; })},
                       3.0);
}

TEST(FilteredMap, SeesWhenItDoesNotFit) {
  const ritz::Pencil<double> pencil({traps::diagonal(ritz::makeMap(40), valueAt)}, {});
  const auto map = ritz::filteredMap(pencil, ritz::ChebyshevFilter<double>(5, 1.0, 0.0));
  EXPECT_TRUE(map->suits({-0.9, 1.5, 7.0}, 2, true));
  EXPECT_FALSE(map->suits({-1.5, 1.5, 7.0}, 2, false));  // values beyond the far end
  EXPECT_TRUE(map->suits({-0.9, 0.5, 7.0}, 2, false));
  EXPECT_FALSE(map->suits({-0.9, 0.5, 7.0}, 2, true));  // too few values beyond the edge
  EXPECT_TRUE(map->separates(1.5));
  EXPECT_FALSE(map->separates(1.0));
  EXPECT_FALSE(map->separates(-3.0));
}

TEST(FilteredMap, IsSharpenedForASearch) {
  const ritz::Pencil<double> pencil({traps::diagonal(ritz::makeMap(40), valueAt)}, {});
  const auto map = ritz::filteredMap(pencil, ritz::ChebyshevFilter<double>(5, 0.5, 0.0));

  const auto sharp = map->sharpened(1.0, 0.9, 0.8);

  ASSERT_TRUE(sharp);
  EXPECT_NEAR(sharp->transformed(0.8), 1.0, 1e-12);
  EXPECT_GT(sharp->transformed(0.9), map->transformed(0.9) / map->transformed(0.8));
  EXPECT_FALSE(map->sharpened(1.0, 0.8, 0.9));
}

TEST(ChebyshevStep, MayOverwriteTheVectorBeforeLast) {
  const auto map = ritz::makeMap(7);
  Block t(map, 1), y(map, 1), x(map, 1), z(map, 1);
  t.putScalar(2.0);
  y.putScalar(3.0);
  x.putScalar(5.0);
  ritz::chebyshevStep<double>(10.0, t, 100.0, y, nullptr, z);
  EXPECT_EQ(z.getVector(0)->normInf(), 320.0);
  ritz::chebyshevStep<double>(10.0, t, 100.0, y, &x, z);
  EXPECT_EQ(z.getVector(0)->normInf(), 315.0);
  ritz::chebyshevStep<double>(10.0, t, 100.0, y, &x, x);
  EXPECT_EQ(x.getVector(0)->normInf(), 315.0);
}

}  // namespace
