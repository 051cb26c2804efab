#include <ritz/solvers/GramSchmidt.hpp>

#include "solvers/SingularValues.hpp"

namespace {

using ritz::test::Block;
using ritz::test::Epsilon;
using ritz::test::hashBlock;

/// The first units of a map.
Block units(const ritz::MapPtr& map, std::size_t count) {
  Block Q(map, count);
  for (std::size_t j = 0; j < count; ++j)
    if (map->isNodeGlobalElement(static_cast<ritz::GlobalIndex>(j)))
      Q.replaceGlobalValue(static_cast<ritz::GlobalIndex>(j), j, 1.0);
  return Q;
}

TEST(GramSchmidt, TakesOutTheBasisAndSaysHowMuch) {
  const auto map = ritz::makeMap(50);
  const Block Q = units(map, 3);
  Block v = hashBlock(map, 1);
  const Block before(v, Teuchos::Copy);
  const auto projection = ritz::orthogonalize(Q, 3, v);
  EXPECT_NEAR(projection.before, before.getVector(0)->norm2(), 1e-14);
  EXPECT_NEAR(projection.length, v.getVector(0)->norm2(), 1e-14);
  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_NEAR(projection.c[j], Q.getVector(j)->dot(*before.getVector(0)), 1e-15);
    EXPECT_LE(std::abs(Q.getVector(j)->dot(*v.getVector(0))), 1e-15);
  }
}

TEST(GramSchmidt, IsOrthogonalWhereNearlyAllCancels) {
  const auto map = ritz::makeMap(50);
  const Block Q = units(map, 3);
  Block v = hashBlock(map, 1);
  v.scale(1e-10);
  v.getVectorNonConst(0)->update(0.3, *Q.getVector(0), -0.7, *Q.getVector(2), 1.0);
  const auto projection = ritz::orthogonalize(Q, 3, v);
  for (std::size_t j = 0; j < 3; ++j)
    EXPECT_LE(std::abs(Q.getVector(j)->dot(*v.getVector(0))), 4 * Epsilon * projection.length);
  EXPECT_NEAR(projection.c[0], 0.3, 1e-9);
  EXPECT_LT(projection.length, 1e-8);
}

TEST(GramSchmidt, FindsFreshDirectionsWhileThereIsRoom) {
  const auto map = ritz::makeMap(5);
  Block Q(map, 5);
  std::size_t column = 0;
  for (int j = 0; j < 5; ++j)
    ASSERT_TRUE(ritz::fillFresh(Q, j, *Q.getVectorNonConst(static_cast<std::size_t>(j)), 0, column));
  EXPECT_LE(ritz::test::distanceFromIdentity(Q, Q), 1e-14);
  Block v(map, 1);
  EXPECT_FALSE(ritz::fillFresh(Q, 5, v, 0, column));
}

}  // namespace
