#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/StartVectors.hpp>

#include <algorithm>
#include <string>

namespace {

using namespace ritz::test;
using ritz::GlobalIndex;
using ritz::MultiVectorPtr;
using Start = ritz::Start<double>;

constexpr GlobalIndex n = 24;
constexpr std::uint64_t Seed = 7;
constexpr double Rounding = 100.0 * n * Epsilon;

MultiVectorPtr<double> owned(const Block& X) { return std::make_shared<Block>(X, Teuchos::Copy); }

double distance(const Block& X, const Block& Y) {
  Block difference(X, Teuchos::Copy);
  difference.update(-1.0, Y, 1.0);
  double largest = 0;
  for (const double norm : ritz::columnNorms(difference)) largest = std::max(largest, norm);
  return largest;
}

/// diag(1 … n) in a rotated frame.
ritz::EigenProblem<double> problem() {
  return {rotatedOperator(ritz::makeMap(n), [](GlobalIndex g) { return real(g) + 1.0; })};
}

class StartVectors : public testing::Test {
 protected:
  Block block(int columns, const MultiVectorPtr<double>& resumed = nullptr) const {
    return ritz::startBlock(start, resumed, map, columns, Seed);
  }
  Block hashed(std::size_t columns, std::uint64_t seed) const {
    Block X(map, columns, false);
    ritz::fillHash(X, seed);
    return X;
  }
  ritz::MapPtr map = ritz::makeMap(n);
  Start start;
};

TEST_F(StartVectors, AreHashVectorsOfTheSeedWhereNoneAreGiven) {
  EXPECT_EQ(distance(block(3), hashed(3, Seed)), 0.0);
}

TEST_F(StartVectors, BeginWithTheGivenOnesThenThoseOfACheckpoint) {
  start.vectors = owned(hashed(2, 1));
  const auto resumed = owned(hashed(1, 2));
  const Block X = block(4, resumed);
  EXPECT_EQ(distance(ritz::columns(X, 0, 2), *start.vectors), 0.0);
  EXPECT_EQ(distance(ritz::columns(X, 2, 1), *resumed), 0.0);
  EXPECT_EQ(distance(ritz::columns(X, 3, 1), ritz::columns(hashed(4, Seed), 3, 1)), 0.0);
}

TEST_F(StartVectors, AddUpWhereThereIsNoRoomForAll) {
  start.vectors = owned(hashed(3, 1));
  Block sum = ritz::columns(*start.vectors, 0, 1);
  sum.update(1.0, ritz::columns(*start.vectors, 1, 1), 1.0);
  sum.update(1.0, ritz::columns(*start.vectors, 2, 1), 1.0);
  EXPECT_LE(distance(block(1), sum), Rounding);
}

TEST_F(StartVectors, OfAnotherSpaceAreRefusedWithBothSizes) {
  start.vectors = owned(Block(ritz::makeMap(n + 1), 1));
  try {
    ritz::checkStart(start, *map);
    FAIL() << "accepted";
  } catch (const ritz::SpaceMismatch& error) {
    EXPECT_NE(std::string(error.what()).find("25"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("24"), std::string::npos) << error.what();
  }
}

TEST_F(StartVectors, ThatAreTheAnswerAreTakenForOneProductEach) {
  const ritz::Pencil<double> pencil(problem(), {});
  start.vectors = owned(rotatedUnits(pencil.map, {22, 23}));
  const long before = pencil.A->count().columns;
  const auto pairs = ritz::verifiedStart(pencil, start, ritz::Largest{}, 2);
  ASSERT_TRUE(pairs);
  EXPECT_EQ(pencil.A->count().columns - before, 2);
  EXPECT_NEAR(pairs->values[0] * pencil.valueScale(), 24.0, 1e3 * Rounding);
}

TEST_F(StartVectors, ThatAreNotTheAnswerCostOneProduct) {
  const ritz::Pencil<double> pencil(problem(), {});
  start.vectors = owned(hashed(2, 1));
  const long before = pencil.A->count().columns;
  EXPECT_FALSE(ritz::verifiedStart(pencil, start, ritz::Largest{}, 2));
  EXPECT_EQ(pencil.A->count().columns - before, 1);
}

TEST_F(StartVectors, ThatAreTooFewOrDependentAreNoAnswer) {
  const ritz::Pencil<double> pencil(problem(), {});
  start.vectors = owned(rotatedUnits(pencil.map, {23}));
  EXPECT_FALSE(ritz::verifiedStart(pencil, start, ritz::Largest{}, 2));
  start.vectors = owned(rotatedUnits(pencil.map, {23, 23}));
  EXPECT_FALSE(ritz::verifiedStart(pencil, start, ritz::Largest{}, 2));
}

}  // namespace
