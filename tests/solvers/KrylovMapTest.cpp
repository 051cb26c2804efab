#include <ritz/solvers/KrylovMap.hpp>

#include "solvers/Traps.hpp"

namespace {

double valueAt(ritz::GlobalIndex g) { return double(g + 1); }

TEST(PencilMap, MultipliesWithA) {
  const ritz::Pencil<double> pencil({traps::diagonal(ritz::makeMap(20), valueAt)}, {});
  const auto map = ritz::pencilMap(pencil);
  ritz::MultiVector<double> pair(pencil.map, 2);
  pair.putScalar(1.0);

  map->multiply(pair, nullptr);

  const auto w = pair.getData(1);
  for (int i = 0; i < w.size(); ++i)
    EXPECT_DOUBLE_EQ(w[i] * pencil.valueScale(), valueAt(pencil.map->getGlobalElement(i)));
  EXPECT_TRUE(map->isPencil());
  EXPECT_EQ(map->pencilValue(3.0), 3.0);
  EXPECT_EQ(map->residualFactor(3.0), 1.0);
}

TEST(PencilMap, MultipliesWithTheInverseOfBTimesA) {
  const auto space = ritz::makeMap(20);
  const ritz::Pencil<double> pencil(
      {traps::diagonal(space, valueAt), traps::diagonal(space, [](auto) { return 4.0; }),
       traps::diagonal(space, [](auto) { return 0.25; })},
      {});
  ritz::MultiVector<double> pair(space, 2), images(space, 2);
  pair.putScalar(1.0);

  ritz::pencilMap(pencil)->multiply(pair, &images);

  const auto w = pair.getData(1), massed = images.getData(1);
  for (int i = 0; i < w.size(); ++i) {
    EXPECT_NEAR(w[i] * pencil.valueScale(), valueAt(space->getGlobalElement(i)) / 4, 1e-13);
    EXPECT_NEAR(massed[i], w[i] * 4 * pencil.massScale(), 1e-13);
  }
  EXPECT_NEAR(images.getVector(0)->normInf(), 4 * pencil.massScale(), 1e-14);
}

TEST(PencilMap, TellsOfNanAfterTheReduction) {
  const ritz::Pencil<double> pencil({traps::diagonal(ritz::makeMap(20), valueAt)}, {});
  const ritz::MultiVector<double> pair(pencil.map, 2);
  EXPECT_NO_THROW(ritz::pencilMap(pencil)->settle(pair, 1.0, 2.0));
  EXPECT_THROW(ritz::pencilMap(pencil)->settle(pair, 1.0, std::numeric_limits<double>::quiet_NaN()),
               ritz::OperatorFailure);
}

}  // namespace
