#include <gtest/gtest.h>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/MemoryBudget.hpp>

namespace {

TEST(MemoryBudget, KnowsWhatTheMachineHasFree) {
  EXPECT_GT(ritz::freeMemory(), 1e6);
  EXPECT_LT(ritz::freeMemory(), 1e15);
}

TEST(MemoryBudget, IsThatOfTheRankWithTheLongestVectors) {
  const auto comm = ritz::worldComm();
  const int ranks = comm->getSize();
  const auto map = ritz::makeMap(1000 * ranks + 1);  // one rank has 1001 entries
  EXPECT_EQ(ritz::affordableVectors(*map, 8, 8.0 * 1001 * 50), 50);
  EXPECT_EQ(ritz::affordableVectors(*map, 16, 8.0 * 1001 * 50), 25);
  EXPECT_EQ(ritz::affordableVectors(*map, 8, 100), 0);
  EXPECT_EQ(ritz::bytesOfVector(*map, 8), 8.0 * 1001);
}

TEST(MemoryBudget, TakesAShareOfWhatIsFreeWhereNothingIsAsked) {
  const auto map = ritz::makeMap(1000);
  const long long vectors = ritz::affordableVectors(*map, 8, 0.0);
  EXPECT_GT(vectors, 0);
  EXPECT_LE(static_cast<double>(vectors) * 8 * 1000 / map->getComm()->getSize(), 2 * ritz::freeMemory());
}

}  // namespace
