#include <ritz/solvers/PencilPairs.hpp>

#include "solvers/Traps.hpp"

namespace {

ritz::MultiVector<double> units(const ritz::MapPtr& map, int count) {
  ritz::MultiVector<double> E(map, std::size_t(count));
  for (int j = 0; j < count; ++j)
    if (map->isNodeGlobalElement(j)) E.replaceGlobalValue(j, std::size_t(j), 1.0);
  return E;
}

TEST(PencilPairs, AreRitzPairsOfTheOperatorWithImages) {
  const auto map = ritz::makeMap(50);
  const ritz::Pencil<double> pencil({traps::diagonal(map, [](auto g) { return double(g + 1); })}, {});
  const auto pairs = ritz::pencilPairs(pencil, units(map, 3), ritz::Largest{});
  ASSERT_EQ(pairs.values.size(), 3u);
  for (int j = 0; j < 3; ++j) {
    EXPECT_NEAR(pairs.values[std::size_t(j)] * double(pencil.valueScale()), 3.0 - j, 1e-13);
    EXPECT_NEAR(pairs.residuals[std::size_t(j)], 0.0, 1e-13);
  }
  ritz::MultiVector<double> AV(*pairs.images, Teuchos::Copy);
  pencil.A->apply(pairs.vectors, AV);
  AV.update(-1.0, *pairs.images, 1.0);
  for (std::size_t j = 0; j < 3; ++j) EXPECT_LE(AV.getVector(j)->norm2(), 1e-14);
}

/// (e₀ + e₁)/√(2 m) has the Rayleigh quotient 1.5/m of diag(1, 2, …) and m I, and a residual of ±0.5 in each
/// entry, which is 0.5/√m long in the norm of B⁻¹ when that of B is 1.
TEST(PencilPairs, MeasureResidualsInTheNormOfTheInverseOfB) {
  const auto map = ritz::makeMap(50);
  const double m = 4.0;
  const ritz::Pencil<double> pencil(
      {traps::diagonal(map, [](auto g) { return double(g + 1); }),
       traps::diagonal(map, [=](auto) { return m; }), traps::diagonal(map, [=](auto) { return 1 / m; })},
      {});
  const auto E = units(map, 2);
  ritz::MultiVector<double> x(map, 1);
  x.update(1.0, *E.getVector(0), 1.0, *E.getVector(1), 0.0);
  const auto pairs = ritz::pencilPairs(pencil, x, ritz::Largest{});
  const double scale = double(pencil.valueScale());
  EXPECT_NEAR(pairs.values.front() * scale, 1.5 / m, 1e-13);
  EXPECT_NEAR(pairs.residuals.front() * scale, 0.5 / m, 1e-13);
}

}  // namespace
