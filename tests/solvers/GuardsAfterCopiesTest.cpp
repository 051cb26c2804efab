#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/GuardsAfterCopies.hpp>

#include <cmath>
#include <vector>

#include "solvers/Traps.hpp"

namespace {

using Block = ritz::MultiVector<double>;

/// diag(9, 9, 5, 4, 3, 2, …, 2) with pairs of one 9 and of 5, which a copy of 9 drives out, and Ritz pairs
/// behind them. With `mass`: against B = 4 I, the vectors half as long.
class GuardsAfterCopies : public testing::TestWithParam<bool> {
 protected:
  GuardsAfterCopies()
      : map(ritz::makeMap(40)),
        A(traps::diagonal(map, [](auto g) { return g < 2 ? 9.0 : std::max(2.0, 7.0 - double(g)); })),
        problem{A, GetParam() ? traps::diagonal(map, [](auto) { return 4.0; }) : nullptr},
        options(traps::optionsFor(ritz::Lanczos{}, 2, ritz::Largest{})),
        pencil(problem, options) {}

  Block units(const std::vector<ritz::GlobalIndex>& rows) const {
    Block E(map, rows.size());
    for (std::size_t j = 0; j < rows.size(); ++j)
      if (map->isNodeGlobalElement(rows[j]))
        E.replaceGlobalValue(rows[j], j, 1.0 / std::sqrt(pencil.mass ? 4.0 * pencil.massScale() : 1.0));
    return E;
  }
  ritz::VerifiedPairs<double> pairs(ritz::GlobalIndex first, ritz::GlobalIndex second) const {
    return verify(pencil, units({first, second}), options.which);
  }
  ritz::RitzPairs<double> behind(const Block& V) const {
    Block images(map, V.getNumVectors());
    pencil.A->apply(V, images);
    return {std::vector<double>(V.getNumVectors(), 0.0), V, images};
  }
  double value(double theta) const { return theta * pencil.valueScale() * (pencil.mass ? 4.0 : 1.0); }

  ritz::MapPtr map;
  ritz::OperatorPtr<double> A;
  ritz::EigenProblem<double> problem;
  ritz::EigenOptions options;
  ritz::Pencil<double> pencil;
};
INSTANTIATE_TEST_SUITE_P(WithAndWithoutMass, GuardsAfterCopies, testing::Bool());

TEST_P(GuardsAfterCopies, BeginWithThePairsThatCopiesDroveOut) {
  const auto guards =
      guardsAfterCopies(pencil, pairs(0, 1), pairs(0, 2), behind(units({4, 3})), options.which, 9);

  ASSERT_EQ(guards.values.size(), 3u);
  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(value(guards.values[j]), 5.0 - double(j), 1e-12);
}

TEST_P(GuardsAfterCopies, AreOrthonormalToThePairsWithImagesThatFit) {
  const auto now = pairs(0, 1);
  Block V = units({1, 4, 3});  // the first lies in the span of the pairs by now
  Block tilt = units({7, 8, 9});
  V.update(0.2, tilt, 1.0);

  const auto guards = guardsAfterCopies(pencil, now, pairs(0, 2), behind(V), options.which, 9);

  ASSERT_EQ(guards.values.size(), 4u);  // what is left of the first is as long as its tilt
  Block images(map, 4), BV(guards.vectors, Teuchos::Copy);
  pencil.A->apply(guards.vectors, images);
  if (pencil.mass) pencil.mass->apply(guards.vectors, BV);
  images.update(-1.0, *guards.images, 1.0);
  for (const double error : ritz::columnNorms(images)) EXPECT_LE(error, 1e-13 * pencil.normA());
  const auto across = ritz::gram(now.U, BV), among = ritz::gram(guards.vectors, BV);
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 2; ++i) EXPECT_NEAR(across(i, j), 0.0, 1e-13);
    for (int i = 0; i < 4; ++i) EXPECT_NEAR(among(i, j), i == j ? 1.0 : 0.0, 1e-13);
  }
}

TEST_P(GuardsAfterCopies, NeedNoneBehindThePairs) {
  const ritz::RitzPairs<double> nothing{{}, Block(map, 0), std::nullopt};

  const auto guards = guardsAfterCopies(pencil, pairs(0, 1), pairs(0, 2), nothing, options.which, 9);

  ASSERT_EQ(guards.values.size(), 1u);
  EXPECT_NEAR(value(guards.values[0]), 5.0, 1e-12);
  EXPECT_TRUE(guardsAfterCopies(pencil, pairs(0, 2), pairs(0, 2), nothing, options.which, 9).values.empty());
}

TEST_P(GuardsAfterCopies, AreTheBestWithTheirResiduals) {
  Block V = units({4, 3});  // of 3 and 4
  V.getVectorNonConst(0)->update(0.1, *units({9}).getVector(0), 1.0);
  if (pencil.mass)
    pencil.massInverse = std::make_shared<ritz::MeasuredOperator<double>>(
        traps::diagonal(map, [&](auto) { return 1.0 / (4.0 * pencil.massScale()); }), "B⁻¹");

  const auto guards = guardsAfterCopies(pencil, pairs(0, 1), pairs(0, 2), behind(V), options.which, 3);

  ASSERT_EQ(guards.residuals.size(), 3u);
  // 3 and 2 mixed by sin t = 0.1/√1.01 leave sin t cos t of their distance.
  const double unit = pencil.valueScale() * (pencil.mass ? std::sqrt(4.0 * pencil.massScale()) : 1.0);
  EXPECT_LE(guards.residuals[0] * unit, 1e-12);
  EXPECT_LE(guards.residuals[1] * unit, 1e-12);
  EXPECT_NEAR(guards.residuals[2] * pencil.valueScale() * (pencil.mass ? 4.0 : 1.0), 0.1 / 1.01, 1e-12);
  EXPECT_EQ(guardsAfterCopies(pencil, pairs(0, 1), pairs(0, 2), behind(V), options.which, 1).values.size(),
            1u);
}

}  // namespace
