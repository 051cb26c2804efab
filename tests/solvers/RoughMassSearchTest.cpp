#include <ritz/solvers/MassInverse.hpp>
#include <ritz/solvers/RoughMassSearch.hpp>
#include <ritz/solvers/measureMassSolve.hpp>

#include "solvers/Problems.hpp"
#include "solvers/Traps.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr GlobalIndex N = 200;

double mass(GlobalIndex g) { return 1.0 + 0.1 * real(g % 30); }
double value(GlobalIndex g) { return g < 2 ? 9.0 : 7.0 - real(g) / N; }

/// A = diag(λ_g b_g), B = diag(b) that shows no diagonal: λ = 9, 9, 6.99, …, e_g/√b_g.
class RoughMassSearchTest : public testing::Test {
 protected:
  RoughMassSearchTest()
      : map(makeMap(N)),
        options(traps::optionsFor(Davidson{}, 1, Largest{})),
        pencil({diagonalOperator(map, [](GlobalIndex g) { return value(g) * mass(g); }), hidden()}, options) {
    options.tolerance = 1e-10;
    pencil.massInverse = std::make_shared<MeasuredOperator<double>>(
        makeMassInverse(pencil, massSolveTolerance(options.tolerance)), "the inverse of B");
  }

  OperatorPtr<double> hidden() const {
    const auto B = diagonalOperator(map, mass);
    return makeOperator<double>(map, [B](const Block& X, Block& Y) { B->apply(X, Y); });
  }

  Block deflated(const std::vector<GlobalIndex>& indices) const {
    Block U(map, indices.size());
    for (std::size_t j = 0; j < indices.size(); ++j)
      if (map->isNodeGlobalElement(indices[j]))
        U.replaceGlobalValue(indices[j], j, 1 / std::sqrt(mass(indices[j]) * pencil.massScale()));
    return U;
  }

  /// The pair that a search for better ones than `bar` ends with.
  RitzPairs<double> search(const Block& U, double bar) {
    Supervisor supervisor(map->getComm(), {}, N, nullptr);
    const auto finder = makeRoughMassSearch<double>(pencil, options, hashBlock(map, 1, 5), U,
                                                    bar / pencil.valueScale(), supervisor);
    EXPECT_EQ(finder->run(1.0), RunEnd::EstimatesPass);
    return finder->pairs(1);
  }

  MapPtr map;
  EigenOptions options;
  Pencil<double> pencil;
};

TEST_F(RoughMassSearchTest, KnowsThatNothingIsLeftWithoutASolveToTheEnd) {
  const Block U = deflated({0, 1});
  const auto pairs = search(U, 9.0);

  EXPECT_LT(pairs.values.front() * pencil.valueScale(), 7.0);
  EXPECT_EQ(pencil.massInverse->count().columns, 0);
}

TEST_F(RoughMassSearchTest, FindsACopyAsExactlyAsLanczosDoes) {
  const Block U = deflated({0, 2});
  const auto pairs = search(U, value(2));

  EXPECT_NEAR(pairs.values.front() * pencil.valueScale(), 9.0, 1e-9);
  EXPECT_GT(pencil.massInverse->count().columns, 0);
  Block R(map, 1), image(map, 1);
  pencil.A->apply(pairs.vectors, R);
  pencil.mass->apply(pairs.vectors, image);
  R.update(-pairs.values.front(), image, 1.0);
  EXPECT_LE(R.getVector(0)->norm2(), 1e-8 * pencil.normA());
}

}  // namespace
